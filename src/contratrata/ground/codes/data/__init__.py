"""One YAML file a vocabulary; read by `contratrata.ground.codes.load`."""
