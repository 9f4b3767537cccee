"""What `make` calls to get Vuoro onto a machine. Standard library only: it runs before anything is installed."""
