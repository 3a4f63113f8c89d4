/** The thread's side of `thread-host.ts`: an index that does what it is told, in order. */
import { parentPort } from 'node:worker_threads'
import { type Told, type Said, sliceInThreadMs } from './thread-messages.ts'
import { OfferIndex } from './offer-index.ts'

const port = parentPort
if (port === null) throw new Error('thread.ts runs as a worker thread only')

const index = new OfferIndex()

async function obey(told: Told): Promise<unknown> {
  switch (told.does) {
    case 'apply':
      return index.apply(told.entries)
    case 'useSynonyms':
      return index.useSynonyms(told.sets)
    case 'search':
      return index.search(told.asked)
    case 'maintain':
      return index.maintain(sliceInThreadMs)
    case 'figures': {
      const { heapUsed, external } = process.memoryUsage()
      return { ...index.figures(), memoryBytes: heapUsed + external }
    }
    case 'save':
      return index.save(told.file)
    case 'load':
      return index.load(told.file)
  }
}

port.on('message', (told: Told) => {
  obey(told).then(
    (value) => port.postMessage({ n: told.n, value } satisfies Said),
    (error: unknown) => {
      const failure = error instanceof Error ? error.message : String(error)
      port.postMessage({ n: told.n, failure } satisfies Said)
    },
  )
})
