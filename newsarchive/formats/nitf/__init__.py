"""NITF 3.6, the News Industry Text Format: one story as a document, and as the body inside NewsML-G2."""
