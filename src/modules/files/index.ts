export { filesRoutes, fileBytesMax } from './routes.ts'
export { createDiskStore, type FileStore, idOfContent, isFileId } from './store.ts'
