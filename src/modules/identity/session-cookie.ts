import type { FastifyReply } from 'fastify'
import { sessionCookie } from '#kernel/http'

/**
 * The browser's credential (RFC 6265): scripts cannot read it, other sites do not send it, and behind https it never
 * travels in the clear.
 */
export function setSessionCookie(
  reply: FastifyReply,
  token: string,
  { publicUrl, maxAgeMs }: { publicUrl: string; maxAgeMs: number },
): void {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  const maxAge = Math.max(0, Math.floor(maxAgeMs / 1000))
  reply.header('set-cookie', `${sessionCookie}=${token}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`)
}

/** Takes the credential back out of the browser. */
export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  setSessionCookie(reply, '', { publicUrl, maxAgeMs: 0 })
}
