import Type from 'typebox'
import { Id } from './contract.ts'

/** Shapes of the address book. */

const line = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })

const address = {
  label: Type.Optional(Type.String({ maxLength: 40, description: 'Such as `home`' })),
  name: line(120),
  street: line(200),
  postalCode: Type.Optional(Type.String({ maxLength: 20 })),
  city: line(120),
  countryCode: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' }),
  phone: Type.Optional(Type.String({ pattern: '^\\+[1-9][0-9]{4,14}$', description: 'E.164' })),
  note: Type.Optional(Type.String({ maxLength: 300, description: 'For whoever delivers' })),
}

const isDefault = Type.Boolean({ description: 'A checkout begins with it' })

export const AddressBody = Type.Object(address, { additionalProperties: false })
export const AddressPutBody = Type.Object(
  { ...address, isDefault: Type.Optional(isDefault) },
  { additionalProperties: false },
)
export const AddressesBody = Type.Object({ items: Type.Array(Type.Object({ id: Id, ...address, isDefault })) })
