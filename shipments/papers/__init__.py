"""Papers that go with a shipment, drawn up from facts: no clock, no database, no settings."""
