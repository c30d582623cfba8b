"""What blocks what: the holds in place and the orders that they cover."""
