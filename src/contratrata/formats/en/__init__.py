"""English as the region's organisations write it."""
