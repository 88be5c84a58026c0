"""The editors' desk: consultations are made, changed, looked at, published and archived here, without a developer."""
