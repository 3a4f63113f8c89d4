/**
 * A primary that can be lost as a machine is lost: a process of its own, which runs the server as its child. Prints the
 * server's address once it answers. `node e2e/standby-primary.ts FOLDER`
 */
import { startPostgres } from '../src/kernel/postgres.ts'

const postgres = await startPostgres({ dataDir: process.argv[2]! })
console.log(JSON.stringify({ url: postgres.url, postmaster: postgres.pid() }))
setInterval(() => undefined, 60_000)
