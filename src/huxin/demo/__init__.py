"""A demonstration: three counties of simulated sites, put in through the platform's own actions."""
