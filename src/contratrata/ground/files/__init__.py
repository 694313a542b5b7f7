"""Files of persons and organisations: checked by content, sealed, kept in a store, given only to who may read."""
