import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

/** The part of a mail server that signing in meets (RFC 4954, AUTH PLAIN): one user with one password. */
export async function smtpServer(
  t: TestContext,
  { user, password }: { user: string; password: string },
): Promise<{ port: number }> {
  const known = Buffer.from(`\0${user}\0${password}`).toString('base64')
  const server = createServer((socket) => {
    socket.write('220 test ESMTP\r\n')
    socket.setEncoding('utf8').on('data', (line: string) => {
      if (/^EHLO/i.test(line)) socket.write('250-test\r\n250 AUTH PLAIN\r\n')
      else if (/^AUTH PLAIN/i.test(line)) socket.write(line.trim().endsWith(` ${known}`) ? '235 in\r\n' : '535 no\r\n')
      else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
      else socket.write('250 ok\r\n')
    })
    // A client that leaves in the middle is none of the test's business.
    socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return { port: (server.address() as AddressInfo).port } // listens on a port
}
