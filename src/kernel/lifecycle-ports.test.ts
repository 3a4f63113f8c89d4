import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { portHolder } from './lifecycle-ports.ts'

if (process.platform === 'linux') {
  for (const address of ['127.0.0.1', '::']) {
    test(`who listens on ${address} is found by the port, and nobody once it is closed`, async () => {
      const server = createServer().listen(0, address)
      await once(server, 'listening')
      const bound = server.address()
      assert.ok(typeof bound === 'object' && bound !== null)
      assert.equal(portHolder(bound.port)?.pid, process.pid)
      assert.match(portHolder(bound.port)?.command ?? '', /lifecycle-ports\.test\.ts/)
      server.close()
      await once(server, 'close')
      assert.equal(portHolder(bound.port), undefined)
    })
  }
}
