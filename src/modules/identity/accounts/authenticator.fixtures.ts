import { type KeyObject, createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

/**
 * An authenticator in software: one ES256 credential that answers the two ceremonies of WebAuthn Level 3 as a browser
 * and a security key would together.
 */
export type SoftAuthenticator = {
  register: (options: Record<string, unknown>, origin: string) => object
  assert: (options: Record<string, unknown>, origin: string) => object
}

export function softAuthenticator(rpId: string): SoftAuthenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  let counter = 0

  const clientData = (type: string, challenge: unknown, origin: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

  /** §6.1: hash of the relying party, flags, counter. */
  const authenticatorData = (flags: number): Buffer => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE((counter += 1))
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count])
  }

  const credential = (response: Record<string, Buffer>): object => ({
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
    response: Object.fromEntries(Object.entries(response).map(([name, bytes]) => [name, bytes.toString('base64url')])),
  })

  return {
    register: ({ challenge }, origin) => {
      const key = coseKey(publicKey)
      const presentAndVerifiedWithKey = 0x45
      const data = Buffer.concat([
        authenticatorData(presentAndVerifiedWithKey),
        Buffer.alloc(16), // AAGUID: none
        Buffer.from([0, id.length]),
        id,
        key,
      ])
      // CBOR map: fmt "none", attStmt {}, authData bytes.
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Buffer.from([0xa0]),
        cborText('authData'),
        Buffer.from([0x58, data.length]),
        data,
      ])
      return credential({ clientDataJSON: clientData('webauthn.create', challenge, origin), attestationObject })
    },
    assert: ({ challenge }, origin) => {
      const clientDataJSON = clientData('webauthn.get', challenge, origin)
      const presentAndVerified = 0x05
      const data = authenticatorData(presentAndVerified)
      const signed = Buffer.concat([data, createHash('sha256').update(clientDataJSON).digest()])
      const signature = createSign('sha256').update(signed).sign(privateKey)
      return credential({ clientDataJSON, authenticatorData: data, signature })
    },
  }
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 | text.length]), Buffer.from(text)])
}

/** RFC 9053 §7.1: kty EC2, alg ES256, crv P-256, x, y. */
function coseKey(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    Buffer.from(String(x), 'base64url'),
    Buffer.from([0x22, 0x58, 0x20]),
    Buffer.from(String(y), 'base64url'),
  ])
}
