import type { AttackTown, Who } from '../attack-town.ts'
import type { Said } from '../attack-routes.ts'

/** How a route is called rightly; whoever adds a route adds its call to the file of its module in this folder. */
export type Call = {
  /** Who is right. */
  by: Who
  /**
   * Who else would be: `everybody`; whoever sits at `this machine`; anybody who is `signed-in`, about themselves;
   * nobody, because what is asked for is `its own`.
   */
  reach: 'everybody' | 'this machine' | 'signed-in' | 'its own'
  /** Makes what it needs and says what is sent; called once for each time the route is called. */
  make: (town: AttackTown) => Promise<Said> | Said
  /** How many wrong requests it gets, where each is slow. */
  runs?: number
  /** The answer never ends: it is tried by a test of its own. */
  isStream?: true
  /** Answers of the right party when the attack's town lacks what the route is for. */
  alsoRight?: readonly number[]
}

/** By route: `POST /v1/orders/{id}`. */
export type Calls = Readonly<Record<string, Call>>
