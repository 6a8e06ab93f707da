export function lockFolder(folder: string): () => void
