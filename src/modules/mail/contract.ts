import Type from 'typebox'

/** Shapes of this module's replies. */
export const LetterBody = Type.Object({
  id: Type.String({ format: 'uuid' }),
  to: Type.String(),
  subject: Type.String(),
  text: Type.String({ description: 'Empty once it has been sent, and in a live town' }),
  status: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('sent'),
    Type.Literal('captured'),
    Type.Literal('unsent'),
    Type.Literal('failed'),
  ]),
  createdAt: Type.String({ format: 'date-time' }),
  sentAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  error: Type.Union([Type.String(), Type.Null()]),
})
