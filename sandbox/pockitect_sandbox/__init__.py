"""A local AWS to practise on: moto, made as strict as AWS."""
