"""A local AWS emulator: moto, made as strict as AWS."""
