import Type from 'typebox'
import { SessionWish } from './contract.ts'

/** Shapes of signing up and in. */

const closed = { additionalProperties: false } as const
const Email = Type.String({ format: 'email', maxLength: 254 })
const NewPassword = Type.String({ minLength: 8, maxLength: 128 })
const Password = Type.String({ minLength: 1, maxLength: 128 })

export const SignUpBody = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }), email: Email, password: NewPassword },
  closed,
)
export const SignedUpBody = Type.Object({
  mustConfirm: Type.Boolean({
    description: 'True: a letter is on its way, and its link comes before the first sign-in',
  }),
})
export const SignInBody = Type.Object({ email: Email, password: Password, session: SessionWish }, closed)
export const EmailBody = Type.Object({ email: Email }, closed)
export const VerifyBody = Type.Object({ token: Type.String({ minLength: 20, maxLength: 2000 }) }, closed)
export const ResetBody = Type.Object(
  { token: Type.String({ minLength: 10, maxLength: 200 }), newPassword: NewPassword },
  closed,
)
export const ChangePasswordBody = Type.Object({ currentPassword: Password, newPassword: NewPassword }, closed)

/** `PublicKeyCredentialCreationOptionsJSON` and `…RequestOptionsJSON` of WebAuthn Level 3 §5.1. */
export const CeremonyBody = Type.Object(
  { challenge: Type.String() },
  { additionalProperties: true, description: 'Hand it to `navigator.credentials`, as WebAuthn Level 3 has it in JSON' },
)
/** `RegistrationResponseJSON` and `AuthenticationResponseJSON`. */
const CredentialBody = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 2000 }),
    rawId: Type.String({ minLength: 1, maxLength: 2000 }),
    type: Type.Literal('public-key'),
    response: Type.Object(
      { clientDataJSON: Type.String({ maxLength: 20_000 }) },
      { additionalProperties: true, description: 'As the browser gave it' },
    ),
  },
  { additionalProperties: true },
)
export const RegisterPasskeyBody = Type.Object(
  { response: CredentialBody, name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })) },
  closed,
)
export const PasskeySignInBody = Type.Object({ response: CredentialBody, session: SessionWish }, closed)
export const PasskeysBody = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String({ format: 'uuid' }),
      name: Type.Union([Type.String(), Type.Null()]),
      deviceType: Type.String({ description: '`singleDevice` or `multiDevice`' }),
      isBackedUp: Type.Boolean(),
      createdAt: Type.String({ format: 'date-time' }),
    }),
  ),
})
export const PasskeyBody = Type.Object({ id: Type.String({ format: 'uuid' }) })
