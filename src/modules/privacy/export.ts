import { Readable } from 'node:stream'
import { rfc3339 } from '#kernel/http-pages'
import type { PersonalData } from '#kernel/personal-data'

/**
 * Everything about a party as one JSON document, section by section, read while it is sent: its size does not matter.
 */
export function exportOf(sources: readonly PersonalData[], party: string, now: number): Readable {
  return Readable.from(documentOf(sources, party, now), { objectMode: false, highWaterMark: 64 * 1024 })
}

async function* documentOf(sources: readonly PersonalData[], party: string, now: number): AsyncGenerator<string> {
  yield `{"exportedAt":${JSON.stringify(rfc3339(now))},"party":${JSON.stringify(party)},"sections":{`
  let isFirst = true
  for (const [name, read] of sources.flatMap(({ sections }) => Object.entries(sections))) {
    yield `${isFirst ? '' : ','}${JSON.stringify(name)}:[`
    isFirst = false
    let separator = ''
    for await (const row of read(party)) {
      yield `${separator}${JSON.stringify(row)}`
      separator = ','
    }
    yield ']'
  }
  yield '},"isComplete":true}\n'
}
