"""Pages by audience; server-rendered, working without JavaScript."""
