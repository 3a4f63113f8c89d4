import { defineFeatures } from './declaring.ts'

const dayMs = 86_400_000

/** An order as it is placed: the first step of its story has its lines. */
const placed = { source: 'log', types: 'all', has: ['data.lines'], where: { 'data.from': null } } as const
const stream = { source: 'interactions' } as const
const buyer = { of: 'party', purpose: 'service' } as const
const taste = { of: 'party', purpose: 'personalisation' } as const

/**
 * What every line of business looks at: how offers fare, what people order, what they turn to. Modules declare more of
 * their own.
 */
export const shopping = defineFeatures('shopping', {
  views: {
    kind: 'rate', of: 'offer', title: 'Views a day', halfLifeMs: 7 * dayMs,
    from: { ...stream, types: ['view'], key: 'subject' },
  },
  clickRate: {
    kind: 'ratio', of: 'offer', title: 'Clicks of impressions', halfLifeMs: 14 * dayMs, prior: { hits: 1, tries: 20 },
    hits: { ...stream, types: ['click'], key: 'subject' },
    tries: { ...stream, types: ['impression'], key: 'subject' },
  },
  basketRate: {
    kind: 'ratio', of: 'offer', title: 'Baskets of views', halfLifeMs: 14 * dayMs, prior: { hits: 1, tries: 20 },
    hits: { ...stream, types: ['basket'], key: 'subject', where: { 'data.change': 'added' } },
    tries: { ...stream, types: ['view'], key: 'subject' },
  },
  sales: {
    kind: 'rate', of: 'offer', title: 'Sold a day', halfLifeMs: 14 * dayMs,
    from: { ...placed, key: 'data.lines[].offerId', weight: 'data.lines[].qty' },
  },
  conversion: {
    kind: 'ratio', of: 'offer', title: 'Orders of views', halfLifeMs: 30 * dayMs, prior: { hits: 1, tries: 50 },
    hits: { ...placed, key: 'data.lines[].offerId' },
    tries: { ...stream, types: ['view'], key: 'subject' },
  },
  orders: { kind: 'count', ...buyer, title: 'Orders placed', from: { ...placed, key: 'actor' } },
  orderRate: {
    kind: 'rate', ...buyer, title: 'Orders a day', halfLifeMs: dayMs,
    from: { ...placed, key: 'actor' },
  },
  sinceOrder: {
    kind: 'recency', ...buyer, title: 'Since the last order', mostMs: 365 * dayMs,
    from: { ...placed, key: 'actor' },
  },
  refusals: {
    kind: 'rate', ...buyer, title: 'Refused commands a day', halfLifeMs: dayMs,
    from: { source: 'log', types: ['command.refused'], key: 'actor' },
  },
  boughtCategories: {
    kind: 'affinity', ...taste, to: 'category', title: 'Categories ordered from', halfLifeMs: 60 * dayMs, prior: 1,
    from: { ...placed, key: 'actor', weight: 'data.lines[].qty' }, other: 'data.lines[].offerId',
  },
  boughtSellers: {
    kind: 'affinity', ...taste, to: 'seller', title: 'Sellers ordered from', halfLifeMs: 60 * dayMs, prior: 1,
    from: { ...placed, key: 'actor', weight: 'data.lines[].qty' }, other: 'data.lines[].offerId',
  },
  seenCategories: {
    kind: 'affinity', ...taste, to: 'category', title: 'Categories looked at', halfLifeMs: 14 * dayMs, prior: 3,
    from: { ...stream, types: ['view', 'click', 'basket'], key: 'person' }, other: 'subject',
  },
  seenOffers: {
    kind: 'affinity', ...taste, to: 'offer', title: 'Offers looked at', halfLifeMs: 7 * dayMs, prior: 3,
    from: { ...stream, types: ['view', 'click', 'basket'], key: 'person' }, other: 'subject',
  },
  visitCategories: {
    kind: 'affinity', of: 'session', to: 'category', title: 'Categories of this visit', halfLifeMs: dayMs / 48, prior: 1,
    from: { ...stream, types: ['view', 'click', 'basket'], key: 'session' }, other: 'subject',
  },
  chosenFor: {
    kind: 'affinity', of: 'query', to: 'offer', title: 'Offers chosen for these words', halfLifeMs: 30 * dayMs, prior: 5,
    from: { ...stream, types: ['view', 'click', 'basket'], key: 'data.topic' }, other: 'subject',
  },
}) // prettier-ignore
