"""Files and feeds received: receipts, findings, quarantine, counts that must balance."""
