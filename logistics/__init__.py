"""The project: wiring only. What Quayline does is in ``shipments``."""
