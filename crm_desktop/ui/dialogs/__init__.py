"""Windows over the main one: settings, import and export, tags and fields, safety, restoring."""
