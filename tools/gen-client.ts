/**
 * The part of `npm run gen` that follows from the routes: the description of the API and the types of its client.
 *
 * The routes are asked of a real server over an empty database, so nothing that a route adds at start is missed.
 */
import path from 'node:path'
import { schemaText } from '../client/generate.ts'
import { openScratchServer } from '../src/app/server-scratch.ts'
import { log } from '../src/kernel/log.ts'
import { apiDocument } from '../src/kernel/openapi.ts'
import { scratchDatabase } from '../src/kernel/testing-databases.ts'

const clientDir = path.join(import.meta.dirname, '..', 'client')

/** Paths and texts of the generated files. */
export async function clientFiles(): Promise<[file: string, text: string][]> {
  log.level = 'warn'
  const { db, drop } = await scratchDatabase()
  try {
    const { app, close } = await openScratchServer(db)
    await app.ready()
    const document = apiDocument(app)
    await close()
    return [
      [path.join(clientDir, 'openapi.json'), `${JSON.stringify(document, null, 1)}\n`],
      [path.join(clientDir, 'src', 'schema.generated.ts'), await schemaText(document)],
    ]
  } finally {
    await drop()
  }
}
