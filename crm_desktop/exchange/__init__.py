"""Lists out of files and into files: readers and writers of formats, what the headings mean, who is who, importing."""
