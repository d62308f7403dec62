"""What Huxin costs: workloads, measured in CPU seconds beside a floor that nothing can beat."""
