import type { Context } from '#kernel/module'
import { newId } from '#kernel/ids'
import type { PersonalData } from '#kernel/personal-data'
import { announce } from '#modules/announcements'
import { findPlace, removePlace } from './places.ts'

/** Where somebody who sells is. */
export function placesPersonalData({ db, town }: Context): PersonalData {
  return {
    sections: {
      place: async function* placeOf(party) {
        const place = await findPlace(db, town.id, party)
        if (place !== undefined) yield { ...place }
      },
    },
    erase: async (tx, party) => {
      if (!(await removePlace(tx, town.id, party))) return
      const by = { party, kind: 'person' as const, grants: [] }
      await announce(tx, town.id, [{ id: newId(), type: 'places.changed', subject: party, by, data: {} }])
    },
  }
}
