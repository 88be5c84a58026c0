"""Consultations: what the city asks, in phases that open what people may do, with news and what became of it."""
