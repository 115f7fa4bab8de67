package datasets

// Nearest returns the name that a misspelt one is most like, for messages.
func Nearest(name string, names []string) string { return nearestName(name, names) }
