/**
 * A young town goes over what it has seen again. Early looks were read with little knowledge of anybody; once more is
 * known they say more. A second model learns the same looks from the beginning, with what the first has found of the
 * town on the whole, some with every new look, and takes the first one's place when it has caught up. A town that has
 * seen more looks than are kept goes on with what it knows.
 */
import { type Likings, newLikings, type OwnLikings } from './likings.ts'
import type { Visitor } from './visitors.ts'

/** Looks kept: some 10 MB. */
const looksMax = 300_000
/** It is begun anew when there are so many looks more than when it was begun last, and at least so many. */
const [growth, leastLooks] = [1.15, 5_000]
/** Old looks that are learnt again with each new one: about 10 µs each. */
const pace = 8

/** A look as it is kept; the rest is read from what is known of thing and visitor. */
export type KeptLook = { visitor: Visitor | undefined; thing: number; place: number; isChosen: boolean }

/** Teaches a model a look. */
export type Teach = (likings: Likings, own: OwnLikings | undefined, look: KeptLook) => void

/** A model on its way: how many looks it has learnt, and what it makes of visitors. */
type Second = { likings: Likings; own: Map<Visitor, OwnLikings>; learnt: number }

export class Rethinking {
  #looks: KeptLook[] = []
  #isOver = false
  #next = leastLooks
  #second: Second | undefined

  /**
   * Notes a look that the first model has learnt.
   *
   * @returns the model that takes its place, once it has caught up
   */
  note(look: KeptLook, { likings, teach }: { likings: Likings; teach: Teach }): Likings | undefined {
    if (this.#isOver) return undefined
    this.#looks.push(look)
    if (this.#looks.length > looksMax) {
      this.#end()
      return undefined
    }
    if (this.#second === undefined && this.#looks.length >= this.#next) {
      this.#second = { likings: likings.again(), own: new Map(), learnt: 0 }
      this.#next = Math.ceil(this.#looks.length * growth)
    }
    return this.#second === undefined ? undefined : this.#learnSome(this.#second, teach)
  }

  #learnSome(second: Second, teach: Teach): Likings | undefined {
    const upTo = Math.min(this.#looks.length, second.learnt + pace)
    for (; second.learnt < upTo; second.learnt += 1) {
      const look = this.#looks[second.learnt]!
      teach(second.likings, look.visitor && ownOf(second, look.visitor), look)
    }
    if (second.learnt < this.#looks.length) return undefined
    for (const [visitor, likings] of second.own) visitor.likings = likings
    this.#second = undefined
    return second.likings
  }

  #end(): void {
    this.#isOver = true
    this.#looks = []
    this.#second = undefined
  }

  /** @param numberOf the number of a visitor who is remembered */
  save(numberOf: (visitor: Visitor) => number | undefined): SavedLooks | null {
    if (this.#isOver) return null
    const looks = this.#looks.map(({ visitor, thing, place, isChosen }): SavedLooks['looks'][number] => {
      const number = visitor === undefined ? undefined : numberOf(visitor)
      return [number ?? -1, thing, place, Number(isChosen)]
    })
    return { looks, next: this.#next }
  }

  load(saved: SavedLooks | null, visitors: readonly Visitor[]): void {
    this.#end()
    if (saved === null) return
    this.#isOver = false
    this.#next = saved.next
    this.#looks = saved.looks.map(([number, thing, place, isChosen]) => {
      return { visitor: visitors[number], thing, place, isChosen: isChosen === 1 }
    })
  }
}

/** Looks as they stand in a snapshot: number of the visitor or -1, thing, place, 1 where it was chosen. */
export type SavedLooks = { looks: [number, number, number, number][]; next: number }

function ownOf({ own }: Second, visitor: Visitor): OwnLikings {
  const known = own.get(visitor)
  if (known !== undefined) return known
  const made = newLikings()
  own.set(visitor, made)
  return made
}
