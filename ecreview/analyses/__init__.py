"""The analyses, in telling order; one file each."""
