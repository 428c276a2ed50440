"""Start-up checks: what must be true before the service may take money or hold names."""
