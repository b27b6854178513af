"""Paper: documents laid out in millimetres, painted alike on the preview, on a printer and into a PDF."""
