/** Written by `npm run gen` from the routes of the server; not edited by hand. */
export interface paths {
    "/v1/businesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lines of business of the town */
        get: operations["listBusinesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/businesses/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One line of business: its manifest, its rates in force, and how its orders begin */
        get: operations["getBusiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The shelves of the town */
        get: operations["listCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit up to 200 commands
         * @description Each is answered for itself, in order. With `all` they are one list: all are accepted or all are refused. A command without an id gets one from the Idempotency-Key, so that a repeated request repeats nothing.
         */
        post: operations["submitCommands"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events that concern you, from a cursor on */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events as they are committed, as server-sent events
         * @description Only those that concern you; the operator sees all. After a break send the last id as `Last-Event-ID`, as browsers do, or `after`.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a picture; the body is its bytes */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture */
        get: operations["getFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the credential stands for */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is offered, by page */
        get: operations["listOffers"];
        put?: never;
        /** Offer something new */
        post: operations["createOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One thing with its variants; any of their ids finds it */
        get: operations["getOffer"];
        /** Offer something under an id of your own, or change it */
        put: operations["putOffer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offer it no longer; orders that have begun go on */
        post: operations["archiveOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{id}/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count more or fewer in stock */
        post: operations["adjustStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your orders, and those that wait for somebody like you, newest first */
        get: operations["listOrders"];
        put?: never;
        /**
         * Place an order
         * @description With `?preview` nothing is placed: the answer says what would be paid, taken and agreed.
         */
        post: operations["placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One order, with what you may do now */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/actions/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Act on an order
         * @description The order itself lists its actions. With `?preview` nothing happens.
         */
        post: operations["actOnOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The story of an order, oldest first */
        get: operations["listOrderEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parties/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Public profile */
        get: operations["getParty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Town time */
        get: operations["getClock"];
        put?: never;
        /**
         * Move town time forward
         * @description Answers when the timers that fell due have fired.
         */
        post: operations["moveClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/newcomers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let people come to town
         * @description The same Idempotency-Key answers the same people, with new tokens.
         */
        post: operations["bringNewcomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/personas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom a newcomer may be */
        get: operations["listSandboxPersonas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/personas/{slug}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Become a persona of the sandbox */
        post: operations["tokenSandboxPersona"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your sessions, newest first */
        get: operations["listTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange the secret of a one-time link for a session */
        post: operations["exchangeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a session */
        post: operations["revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your accounts and their balances */
        get: operations["getWallet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet/issues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put money into a wallet that came in through the provider (operator, providers) */
        post: operations["issueMoney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet/mandates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may debit your wallet, and how much at once */
        get: operations["listMandates"];
        put?: never;
        /** Let a line of business debit your wallet up to a limit a time, or withdraw that */
        post: operations["setMandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What moved one of your accounts, the newest first; follows within a second */
        get: operations["getStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send money from your wallet to another */
        post: operations["transferMoney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Problem */
        Problem: {
            /** @description URI reference of the kind of problem: /problems/SLUG */
            type: string;
            title: string;
            status: number;
            detail?: string;
            /** @description Names this one occurrence; quote it when asking for help */
            instance: string;
            errors?: {
                /** @description JSON Pointer (RFC 6901) to what is wrong */
                pointer: string;
                detail: string;
            }[];
        } & {
            [key: string]: unknown;
        };
    };
    responses: {
        /** @description Another problem; those in the examples may come from any route. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listBusinesses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            business: string;
                            version: number;
                            title: string | {
                                [key: string]: string;
                            };
                            description: (string | {
                                [key: string]: string;
                            }) | null;
                            isOn: boolean;
                        }[];
                    };
                };
            };
        };
    };
    getBusiness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        business: string;
                        version: number;
                        title: string | {
                            [key: string]: string;
                        };
                        isOn: boolean;
                        rates: {
                            [key: string]: unknown;
                        };
                        beginnings: {
                            type: string;
                            title: string | {
                                [key: string]: string;
                            };
                            input: {
                                [key: string]: unknown;
                            };
                            by: string[];
                            asks: string[];
                        }[];
                        manifest: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
    };
    listCategories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            slug: string;
                            parent: string | null;
                            titles: {
                                [key: string]: string;
                            };
                            /** @description Things listed in it and below it */
                            count: number;
                        }[];
                    };
                };
            };
        };
    };
    submitCommands: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description One list: all are accepted, or all are refused */
                    all?: boolean;
                    commands: {
                        /** @description UUIDv7; default derived from the Idempotency-Key */
                        id?: string;
                        business: string;
                        lines?: {
                            /** @description UUID in lower case */
                            offerId: string;
                            qty: number;
                            options?: {
                                [key: string]: unknown;
                            };
                        }[];
                        input?: {
                            [key: string]: unknown;
                        };
                        /** @description What you expect to be debited, in minor units; a difference is refused as `price-changed` */
                        expectMinor?: number;
                        /** @description UUID in lower case */
                        groupId?: string;
                        type: string;
                        /** @description UUID in lower case */
                        orderId?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        verdicts: ({
                            /** @enum {string} */
                            status: "accepted";
                            /** @description UUID in lower case */
                            id: string;
                            /** Format: date-time */
                            at: string;
                            pos: number;
                            result: {
                                [key: string]: unknown;
                            };
                        } | {
                            /** @enum {string} */
                            status: "refused";
                            /** @description UUID in lower case */
                            id: string;
                            problem: {
                                type: string;
                                title: string;
                                status: number;
                                detail: string;
                                errors?: {
                                    pointer: string;
                                    detail: string;
                                }[];
                                extra?: {
                                    [key: string]: unknown;
                                };
                            };
                        })[];
                    };
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description A cursor `POS.N`; default the beginning */
                after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description `POS.N`: where to go on from */
                            cursor: string;
                            /** @description UUID in lower case */
                            id: string;
                            type: string;
                            subject: string | null;
                            /** @description UUID in lower case */
                            actor: string;
                            user: string | null;
                            /** Format: date-time */
                            at: string;
                            data: {
                                [key: string]: unknown;
                            };
                        }[];
                        /** @description The cursor to ask with next time */
                        next: string;
                        isUpToDate: boolean;
                    };
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description A cursor `POS.N`; default now */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    uploadFile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description SHA-256 of the content, in hexadecimal */
                        id: string;
                        type: string;
                        bytes: number;
                    };
                };
            };
        };
    };
    getFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        party: {
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            slug: string;
                            name: string;
                            about: string;
                            /** @description File id */
                            picture: string | null;
                            languages: string[];
                            /** Format: date-time */
                            joinedAt: string;
                        };
                        /** @description The signed-in person, when acting for a shop or firm */
                        user?: string;
                        person?: {
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            slug: string;
                            name: string;
                            about: string;
                            /** @description File id */
                            picture: string | null;
                            languages: string[];
                            /** Format: date-time */
                            joinedAt: string;
                        };
                        /** @description What a member may do: everything; all but owners and payouts; the daily work; look */
                        role?: "owner" | "manager" | "staff" | "viewer";
                        grants: string[];
                        /** @description Send one of these ids as `Lakeside-Party` to act for it */
                        actsFor: ({
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            slug: string;
                            name: string;
                            about: string;
                            /** @description File id */
                            picture: string | null;
                            languages: string[];
                            /** Format: date-time */
                            joinedAt: string;
                        } & {
                            /** @description What a member may do: everything; all but owners and payouts; the daily work; look */
                            role: "owner" | "manager" | "staff" | "viewer";
                        })[];
                        credential: {
                            /** Format: uuid */
                            id: string;
                            kind: "session" | "key";
                            /** @description Of a key; null: all of the party */
                            scopes: string[] | null;
                            /** @description The operator who looks as this party, reading only */
                            viewer: string | null;
                            /** Format: date-time */
                            expiresAt: string;
                        };
                        town: {
                            name: string;
                            /** @description IANA */
                            timeZone: string;
                            /** @description ISO 4217 */
                            currency: string;
                            /** @description Play money; say so on every screen */
                            isSandbox: boolean;
                        };
                    };
                };
            };
        };
    };
    listOffers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Words to look for; the last may be unfinished */
                q?: string;
                category?: string;
                seller?: string;
                business?: string;
                priceMinorMin?: number;
                priceMinorMax?: number;
                /** @description Leaves out what is sold out */
                isAvailable?: boolean;
                /** @description Default: relevance when searching, else newest */
                sort?: "newest" | "price" | "-price" | "relevance";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            business: string;
                            title: string;
                            category: string;
                            currency: string;
                            /** @description Of the cheapest variant, minor units */
                            priceMinor: number;
                            priceMinorMax: number;
                            picture: string | null;
                            seller: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                slug: string;
                                picture: string | null;
                            };
                            /** @description How many there are; 1 for a single thing */
                            variants: number;
                            available: number | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createOffer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    description?: string;
                    category: string;
                    /** @description ISO 4217 */
                    currency: string;
                    /** @description Minor units */
                    priceMinor: number;
                    /** @default standard */
                    taxCode?: string;
                    /** @default true */
                    priceIncludesTax?: boolean;
                    /** @description Id of the first variant; the first variant names its own id */
                    groupId?: string | null;
                    /** @description What tells this variant from its siblings, such as { "size": "M" } */
                    variant?: {
                        [key: string]: string;
                    };
                    /** @description File ids */
                    pictures?: string[];
                    /** @description As the schema of the business asks */
                    attributes?: {
                        [key: string]: unknown;
                    };
                    business: string;
                    /** @description Only for the operator; default the caller */
                    seller?: string;
                    /** @description Only when the offer is made; later changes are adjustments */
                    stock?: number;
                    /** @description The rev that was seen; needed for a change */
                    rev?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        offerId: string;
                        rev: number;
                    };
                };
            };
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        offerId: string;
                        rev: number;
                    };
                };
            };
        };
    };
    getOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        business: string;
                        title: string;
                        description: string;
                        category: string;
                        categoryPath: string[];
                        currency: string;
                        /** @description Of the cheapest variant, minor units */
                        priceMinor: number;
                        priceMinorMax: number;
                        seller: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            slug: string;
                            picture: string | null;
                        };
                        /** Format: date-time */
                        listedAt: string;
                        isListed: boolean;
                        variants: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                            variant: {
                                [key: string]: string;
                            };
                            priceMinor: number;
                            taxCode: string;
                            priceIncludesTax: boolean;
                            pictures: string[];
                            attributes: {
                                [key: string]: unknown;
                            };
                            status: "active" | "archived";
                            rev: number;
                            available: number | null;
                            /** @description In open orders; for the seller */
                            held?: number;
                            /** @description For the seller */
                            sold?: number;
                        }[];
                    };
                };
            };
        };
    };
    putOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    description?: string;
                    category: string;
                    /** @description ISO 4217 */
                    currency: string;
                    /** @description Minor units */
                    priceMinor: number;
                    /** @default standard */
                    taxCode?: string;
                    /** @default true */
                    priceIncludesTax?: boolean;
                    /** @description Id of the first variant; the first variant names its own id */
                    groupId?: string | null;
                    /** @description What tells this variant from its siblings, such as { "size": "M" } */
                    variant?: {
                        [key: string]: string;
                    };
                    /** @description File ids */
                    pictures?: string[];
                    /** @description As the schema of the business asks */
                    attributes?: {
                        [key: string]: unknown;
                    };
                    business: string;
                    /** @description Only for the operator; default the caller */
                    seller?: string;
                    /** @description Only when the offer is made; later changes are adjustments */
                    stock?: number;
                    /** @description The rev that was seen; needed for a change */
                    rev?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        offerId: string;
                        rev: number;
                    };
                };
            };
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        offerId: string;
                        rev: number;
                    };
                };
            };
        };
    };
    archiveOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rev?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        offerId: string;
                        rev: number;
                    };
                };
            };
        };
    };
    adjustStock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    delta: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        available: number;
                    };
                };
            };
        };
    };
    listOrders: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Only where the caller has this role, or may take it */
                role?: string;
                state?: string;
                business?: string;
                /** @description true: not ended; false: ended */
                isOpen?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description UUID in lower case */
                            id: string;
                            business: string;
                            state: string;
                            stateTitle: string | {
                                [key: string]: string;
                            };
                            ending: string | null;
                            /** Format: date-time */
                            placedAt: string;
                            groupId: string | null;
                            currency: string;
                            capturedMinor: number;
                            heldMinor: number;
                            /** @description Of the first line */
                            title: string;
                            linesCount: number;
                            roles: {
                                [key: string]: string;
                            };
                            /** @description Roles of the caller */
                            mine: string[];
                            /** @description Roles that nobody has yet and the caller may take */
                            open: string[];
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    placeOrder: {
        parameters: {
            query?: {
                /** @description Say what would happen and change nothing */
                preview?: "" | "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    business: string;
                    lines?: {
                        /** @description UUID in lower case */
                        offerId: string;
                        qty: number;
                        options?: {
                            [key: string]: unknown;
                        };
                    }[];
                    input?: {
                        [key: string]: unknown;
                    };
                    /** @description What you expect to be debited, in minor units; a difference is refused as `price-changed` */
                    expectMinor?: number;
                    /** @description UUID in lower case */
                    groupId?: string;
                    /** @description How the order begins; default `place`, or the only way there is */
                    type?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The state it would lead to */
                        state: string;
                        /** @description What you would be debited; send it as `expectMinor` */
                        amountMinor: number;
                        currency: string;
                        terms: {
                            [key: string]: unknown;
                        };
                        postings: {
                            debit: string;
                            credit: string;
                            amountMinor: number;
                            currency: string;
                            /** @description The template or effect that moves it */
                            code: string;
                        }[];
                        cells: {
                            cell: string;
                            /** @description Below 0: given back */
                            taken: number;
                        }[];
                    };
                };
            };
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description UUID in lower case */
                        orderId: string;
                        /** @description Entries into states so far */
                        rev: number;
                        state: string;
                        /** Format: date-time */
                        at: string;
                        /** @description Position in the log of events */
                        pos: number;
                    };
                };
            };
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description UUID in lower case */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description UUID in lower case */
                        id: string;
                        business: string;
                        /** @description Of the manifest: an order keeps the one it began with */
                        version: number;
                        title: string | {
                            [key: string]: string;
                        };
                        state: string;
                        stateTitle: string | {
                            [key: string]: string;
                        };
                        ending: ("done" | "undone") | null;
                        stuck: string | null;
                        rev: number;
                        /** Format: date-time */
                        placedAt: string;
                        groupId: string | null;
                        currency: string;
                        lines: {
                            /** @description UUID in lower case */
                            offerId: string;
                            qty: number;
                            options?: {
                                [key: string]: unknown;
                            };
                            /** @description As the offer is called now */
                            title: string;
                            picture: string | null;
                        }[];
                        terms: {
                            [key: string]: unknown;
                        };
                        data: {
                            [key: string]: unknown;
                        } | null;
                        money: {
                            capturedMinor: number;
                            refundedMinor: number;
                            heldMinor: number;
                            pots: {
                                [key: string]: {
                                    heldMinor: number;
                                    /** @description By account: below 0 paid in, above 0 paid out */
                                    positions: {
                                        [key: string]: number;
                                    };
                                };
                            };
                        };
                        roles: {
                            [key: string]: string;
                        };
                        /** @description Roles of the caller */
                        mine: string[];
                        timers: {
                            key: string;
                            /** Format: date-time */
                            dueAt: string;
                        }[];
                        codes: {
                            [key: string]: {
                                title: string | {
                                    [key: string]: string;
                                };
                                code: string;
                            };
                        };
                        actions: {
                            type: string;
                            title: string | {
                                [key: string]: string;
                            };
                            input: {
                                [key: string]: unknown;
                            };
                            by: string[];
                            blockedBy?: {
                                slug: string;
                                title: string | {
                                    [key: string]: string;
                                };
                            };
                            asks: string[];
                        }[];
                        links: {
                            self: string;
                            events: string;
                            business: string;
                        };
                    };
                };
            };
        };
    };
    actOnOrder: {
        parameters: {
            query?: {
                /** @description Say what would happen and change nothing */
                preview?: "" | "true" | "false";
            };
            header?: never;
            path: {
                /** @description UUID in lower case */
                id: string;
                type: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    input?: {
                        [key: string]: unknown;
                    };
                    /** @description What you expect to be debited, in minor units; a difference is refused as `price-changed` */
                    expectMinor?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description UUID in lower case */
                        orderId: string;
                        /** @description Entries into states so far */
                        rev: number;
                        state: string;
                        /** Format: date-time */
                        at: string;
                        /** @description Position in the log of events */
                        pos: number;
                    } | {
                        /** @description The state it would lead to */
                        state: string;
                        /** @description What you would be debited; send it as `expectMinor` */
                        amountMinor: number;
                        currency: string;
                        terms: {
                            [key: string]: unknown;
                        };
                        postings: {
                            debit: string;
                            credit: string;
                            amountMinor: number;
                            currency: string;
                            /** @description The template or effect that moves it */
                            code: string;
                        }[];
                        cells: {
                            cell: string;
                            /** @description Below 0: given back */
                            taken: number;
                        }[];
                    };
                };
            };
        };
    };
    listOrderEvents: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description UUID in lower case */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description `POS.N`: where to go on from */
                            cursor: string;
                            /** @description UUID in lower case */
                            id: string;
                            type: string;
                            subject: string | null;
                            /** @description UUID in lower case */
                            actor: string;
                            user: string | null;
                            /** Format: date-time */
                            at: string;
                            data: {
                                [key: string]: unknown;
                            };
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getParty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        kind: string;
                        slug: string;
                        name: string;
                        about: string;
                        /** @description File id */
                        picture: string | null;
                        languages: string[];
                        /** Format: date-time */
                        joinedAt: string;
                    };
                };
            };
        };
    };
    getClock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description Town time
                         */
                        now: string;
                        /** @description By how much town time is ahead of machine time */
                        aheadMs: number;
                        isSandbox: boolean;
                    };
                };
            };
        };
    };
    moveClock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Forward only */
                    byMs: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description Town time
                         */
                        now: string;
                        /** @description By how much town time is ahead of machine time */
                        aheadMs: number;
                        isSandbox: boolean;
                    };
                };
            };
        };
    };
    bringNewcomers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    count: number;
                    /** @description Play money each */
                    walletMinor?: number;
                    grants?: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            party: string;
                            name: string;
                            token: string;
                        }[];
                    };
                };
            };
        };
    };
    listSandboxPersonas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            slug: string;
                            /** Format: uuid */
                            party: string;
                            name: string;
                            title: {
                                [key: string]: string;
                            };
                            picture: string | null;
                            grants: string[];
                        }[];
                    };
                };
            };
        };
    };
    tokenSandboxPersona: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `cookie`: for browsers; the credential is set as the cookie `lakeside_session` (HttpOnly, SameSite=Lax), which counts for requests of our own pages only. Default `token`: it stands in the answer. */
                    session?: "token" | "cookie";
                } | null;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description Shown once. Send it as `Authorization: Bearer TOKEN`. Absent when it went into a cookie */
                        token?: string;
                        /** Format: uuid */
                        party: string;
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            label: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            revokedAt: string | null;
                        }[];
                    };
                };
            };
        };
    };
    exchangeToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    secret: string;
                    /** @description `cookie`: for browsers; the credential is set as the cookie `lakeside_session` (HttpOnly, SameSite=Lax), which counts for requests of our own pages only. Default `token`: it stands in the answer. */
                    session?: "token" | "cookie";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description Shown once. Send it as `Authorization: Bearer TOKEN`. Absent when it went into a cookie */
                        token?: string;
                        /** Format: uuid */
                        party: string;
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getWallet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accounts: {
                            /** @description `wallet`, `earned` (may still come back), `available` (may be paid out) or `debt` */
                            purpose: string;
                            currency: string;
                            balanceMinor: number;
                        }[];
                    };
                };
            };
        };
    };
    issueMoney: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    to: string;
                    amountMinor: number;
                    currency: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        to: string;
                        amountMinor: number;
                        currency: string;
                        note?: string;
                    };
                };
            };
        };
    };
    listMandates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            business: string;
                            name: string;
                            currency: string;
                            limitMinor: number;
                            /** @description Town time, ms since 1970 */
                            expiresAt: number | null;
                            isActive: boolean;
                        }[];
                    };
                };
            };
        };
    };
    setMandate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    business: string;
                    name: string;
                    currency: string;
                    limitMinor: number;
                    expiresAt?: number;
                    isActive: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        business: string;
                        name: string;
                        currency: string;
                        limitMinor: number;
                        /** @description Town time, ms since 1970 */
                        expiresAt: number | null;
                        isActive: boolean;
                    };
                };
            };
        };
    };
    getStatement: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                purpose?: string;
                currency?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            /** @description Above 0 when the account gained */
                            amountMinor: number;
                            currency: string;
                            /** @description What moved it: `hold`, `settle`, `refund`, `transfer` … */
                            code: string;
                            /** Format: uuid */
                            commandId: string;
                            orderId: string | null;
                            /** @description The other account, `PURPOSE:PARTY` or `@NAME`; null when the money was held on the order */
                            other: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    transferMoney: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    to: string;
                    amountMinor: number;
                    currency: string;
                    note?: string;
                    /** @description What you expect to be debited */
                    expectMinor?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        to: string;
                        amountMinor: number;
                        currency: string;
                        note?: string;
                    };
                };
            };
        };
    };
}

/** Problems that the API lists by name; those that manifests name come on top. */
export type ListedProblem =
  | 'body-too-large'
  | 'books-closed'
  | 'business-not-found'
  | 'busy'
  | 'clock-forward-only'
  | 'command-invalid'
  | 'file-not-found'
  | 'file-refused'
  | 'id-reused'
  | 'id-time'
  | 'idempotency-key-missing'
  | 'invalid-input'
  | 'link-used'
  | 'malformed-request'
  | 'no-sandbox'
  | 'not-allowed'
  | 'not-found'
  | 'not-signed-in'
  | 'offer-not-found'
  | 'order-not-found'
  | 'unanswered'
  | 'unavailable'
  | 'unsupported-media'
