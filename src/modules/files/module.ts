import path from 'node:path'
import type { Module } from '#kernel/module'
import { filesRoutes } from './routes.ts'
import { createDiskStore } from './store.ts'

export const module: Module = {
  name: 'files',
  routes: (app, { config }) => filesRoutes(app, createDiskStore(path.join(config.dataDir, 'files'))),
}
