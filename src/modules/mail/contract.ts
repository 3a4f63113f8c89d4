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

const closed = { additionalProperties: false } as const
/** A name or an address; RFC 1035 §2.3.4 limits names to 255 octets. */
const Host = Type.String({
  maxLength: 255,
  pattern: '^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:.]+\\])$',
})
const Sender = Type.String({
  maxLength: 300,
  pattern: '^$|^[^<>\\r\\n]*<[^<>@\\s]+@[^<>@\\s]+>$|^[^<>@\\s]+@[^<>@\\s]+$',
  description: '`Name <address>` or an address; empty for the one of the environment',
})
const server = {
  host: Host,
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  isSecure: Type.Boolean({ description: 'TLS from the first byte, as on port 465' }),
  user: Type.String({ maxLength: 300, description: 'Empty when the server asks for none' }),
}

export const MailServerBody = Type.Object({
  rev: Type.Integer({ description: 'Counts the changes; 0 before the first' }),
  source: Type.Union([Type.Literal('environment'), Type.Literal('settings'), Type.Literal('none')], {
    description: '`environment`: SMTP_URL goes before what is saved here',
  }),
  server: Type.Union([
    Type.Object({ ...server, host: Type.String(), hasPassword: Type.Boolean({ description: 'It is never answered' }) }),
    Type.Null(),
  ]),
  sender: Type.String(),
})
export const MailServerInput = Type.Object(
  {
    rev: Type.Integer({ minimum: 0, maximum: 2_000_000_000, description: 'The rev that was seen' }),
    server: Type.Union([
      Type.Object(
        {
          ...server,
          password: Type.Optional(
            Type.String({ maxLength: 500, description: 'Absent: it stays, as long as host and user do' }),
          ),
        },
        closed,
      ),
      Type.Null(),
    ]),
    sender: Sender,
  },
  closed,
)
export const TestLetterBody = Type.Object(
  {
    to: Type.String({ format: 'email', maxLength: 254 }),
    language: Type.Union([Type.Literal('en'), Type.Literal('zh')]),
  },
  closed,
)
export const TestLetterReply = Type.Object({ id: Type.String({ format: 'uuid' }) })
