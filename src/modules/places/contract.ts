import Type from 'typebox'

/** Shapes of this module's requests and replies. */

const Latitude = Type.Number({ minimum: -90, maximum: 90, description: 'Degrees north' })
const Longitude = Type.Number({ minimum: -180, maximum: 180, description: 'Degrees east' })
const Address = Type.String({ maxLength: 200, description: 'For people; it is not looked up' })

export const PartyParams = Type.Object({ party: Type.String({ format: 'uuid' }) })

/** What a shop says of itself. */
export const PlaceInput = Type.Object(
  {
    address: Address,
    latitude: Latitude,
    longitude: Longitude,
    isShown: Type.Boolean({ description: 'Others may know it, and find what it sells by distance' }),
    isRough: Type.Boolean({ description: 'Rounded to about 100 m; nothing finer is kept' }),
  },
  { additionalProperties: false },
)

export const OwnPlaceBody = Type.Object({
  place: Type.Union([
    Type.Object({
      address: Address,
      latitude: Latitude,
      longitude: Longitude,
      isShown: Type.Boolean(),
      isRough: Type.Boolean(),
    }),
    Type.Null(),
  ]),
})

export const ShownPlaceBody = Type.Object({
  place: Type.Union([Type.Object({ address: Address, latitude: Latitude, longitude: Longitude }), Type.Null()], {
    description: 'Null where none is shown',
  }),
})
