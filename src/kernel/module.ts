/** What app/ discovers in a folder: the shape of a capability and of a line of business. */
import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import type { Database } from './db.ts'

/** What a module is given at start. */
export interface ModuleContext {
  readonly db: Database
  readonly config: Config
}

/** A capability: `src/modules/<name>/module.ts` exports `const module: Module`. */
export interface Module {
  /** The folder's name. */
  readonly name: string
  routes?(app: FastifyInstance, context: ModuleContext): void | Promise<void>
  /** Reactions to events, each registered once. */
  readonly handlers?: readonly unknown[]
  /** Work outside transactions: webhooks, training, external calls. */
  readonly jobs?: readonly unknown[]
  /** Named facts that expressions may ask for. */
  readonly facts?: readonly unknown[]
}

/** A line of business: `src/businesses/<name>/business.ts` exports `const business: Business`. */
export interface Business {
  /** The folder's name. */
  readonly name: string
  readonly manifest?: unknown
  routes?(app: FastifyInstance, context: ModuleContext): void | Promise<void>
  readonly handlers?: readonly unknown[]
}
