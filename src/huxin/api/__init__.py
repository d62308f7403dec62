"""The versioned JSON interface for devices, banks, departments and companies' systems."""
