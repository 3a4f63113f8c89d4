import Type from 'typebox'
import { type App, actorOf } from '#kernel/http'
import { notFound, problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { type Book, listAddresses, removeAddress, storeAddress } from './addresses.ts'
import { IdParams } from './contract.ts'
import { AddressPutBody, AddressesBody } from './contract-addresses.ts'
import { addressBookFull } from './problems.ts'
import type { IdentityRoutes } from './routes.ts'

/** The address book of the party that the caller acts for; nobody else sees it. */
export function addressRoutes(app: App, { db, vault, town, now }: IdentityRoutes): void {
  const bookOf = (party: string): Book => ({ db, vault, town: town.id, party })
  app.get(
    '/v1/addresses',
    { schema: { summary: 'Your addresses', response: { 200: AddressesBody } } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return { items: await listAddresses(bookOf(actorOf(request).party)) }
    },
  )
  app.put(
    '/v1/addresses/:id',
    {
      schema: {
        summary: 'Enter or change an address; you choose its id, a UUID',
        params: IdParams,
        body: AddressPutBody,
        response: { 204: Type.Null(), ...problems(addressBookFull) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { isDefault = false, ...address } = request.body
      const book = bookOf(actorOf(request).party)
      const isStored = await storeAddress(book, { id, address, isDefault, now: now() })
      if (!isStored) throw new Problem(addressBookFull)
      return reply.code(204).send(null)
    },
  )
  app.delete(
    '/v1/addresses/:id',
    {
      schema: {
        summary: 'Delete an address',
        params: IdParams,
        response: { 204: Type.Null(), ...problems(notFound) },
      },
    },
    async (request, reply) => {
      const isRemoved = await removeAddress(bookOf(actorOf(request).party), request.params.id)
      if (!isRemoved) throw new Problem(notFound)
      return reply.code(204).send(null)
    },
  )
}
