import type { JsonObject } from '#kernel/commands'
import type { Context } from '#kernel/module'
import type { PersonalData } from '#kernel/personal-data'
import { featuresOf } from './live/features.ts'
import { noteForgotten } from './live/forgotten.ts'
import { describe } from './live/reading.ts'

/** What is reckoned of a person, and forgotten with them: what lives, what is on disk and what is folded again. */
export function featuresPersonalData(context: Context): PersonalData {
  const features = featuresOf(context)
  return {
    sections: {
      features: async function* featuresOfParty(party): AsyncGenerator<JsonObject> {
        const from = await features.everythingOf(party)
        const own = features.features.filter(({ of }) => of === 'party')
        for (const one of describe(from, own, party)) if (one.eventId !== null) yield one
      },
    },
    erase: (tx, party) => noteForgotten(tx, context.town.id, party),
  }
}
