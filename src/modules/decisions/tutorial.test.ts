import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { operator, setStage } from './fixtures.ts'

const file = path.join(import.meta.dirname, '..', '..', '..', 'docs', 'decisions.md')

test('every request of the tutorial succeeds in the order in which it stands', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  let [id, other] = ['', '']
  const blocks = [...readFileSync(file, 'utf8').matchAll(/^```http\n(GET|POST|PUT) (\S+)\n(.*?)^```$/gms)]
  assert.ok(blocks.length > 10)
  for (const [, method, url = '', text = ''] of blocks) {
    const at = url.replace('ID', id)
    const body: unknown = text === '' ? {} : JSON.parse(text.replace('OTHER', other))
    const answer =
      method === 'GET' ? await asked.get(at) : await (method === 'PUT' ? asked.put(at, body) : asked.post(at, body))
    assert.ok(answer.status < 300, `${method} ${at}: ${answer.status} ${answer.text}`)
    if (url === '/v1/decisions') {
      id = answer.body.id
      other = answer.body.chosen[0] === 'offer' ? 'story' : 'offer'
    }
  }
})
