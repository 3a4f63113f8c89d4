/** Written by `npm run gen` from the routes of the server; not edited by hand. */
export interface paths {
    "/bank/{page}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the payer presses on the page of the sandbox bank */
        post: operations["pressBankButton"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ofrep/v1/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** OFREP: what this server can do */
        get: operations["getOfrepConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ofrep/v1/evaluate/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** OFREP: evaluate all flags; with If-None-Match only when something differs */
        post: operations["evaluateFlags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ofrep/v1/evaluate/flags/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * OFREP: evaluate one flag
         * @description Tell by `POST /v1/experiments/exposures` when a variant of an experiment is really used.
         */
        post: operations["evaluateFlag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your addresses */
        get: operations["listAddresses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/addresses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Enter or change an address; you choose its id, a UUID */
        put: operations["putAddress"];
        post?: never;
        /** Delete an address */
        delete: operations["deleteAddress"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Privileged acts, newest first */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your password; ends all sessions and begins one */
        post: operations["changePasswordAuth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkey/generate-authenticate-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Begin to sign in with a passkey */
        get: operations["listAuthPasskeyGenerateAuthenticateOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkey/generate-register-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Begin to register a passkey; needs a sign-in of the last day */
        get: operations["listAuthPasskeyGenerateRegisterOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkey/verify-authentication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with the answer of the browser */
        post: operations["verifyAuthenticationAuthPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkey/verify-registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register a passkey with the answer of the browser */
        post: operations["verifyRegistrationAuthPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your passkeys */
        get: operations["listAuthPasskeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/passkeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete one of your passkeys */
        delete: operations["deleteAuthPasskey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/request-password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a letter that lets you choose a new password
         * @description Answers the same whether the address is known or not.
         */
        post: operations["requestPasswordResetAuth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a new password with the token of the letter; ends all sessions */
        post: operations["resetPasswordAuth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/send-verification-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the letter that confirms an address again
         * @description Answers the same whether the address is known or not.
         */
        post: operations["sendVerificationEmailAuth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/sign-in/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with an address and a password */
        post: operations["emailAuthSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/sign-up/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign up with an address and a password
         * @description Answers the same for an address that is known already.
         */
        post: operations["emailAuthSignUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm an address with the token of the letter */
        post: operations["verifyEmailAuth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backups that lie in DATA_DIR, those under way, and the plan for the nights */
        get: operations["listBackups"];
        put?: never;
        /**
         * Begin a backup; the town goes on meanwhile, and `GET /v1/backups` says how far it is
         * @description The master key is not in it: keep a copy of that elsewhere.
         */
        post: operations["makeBackup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/backups/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Make a backup every night at an hour of the town, and keep so many of them */
        put: operations["planBackups"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/backups/{name}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A backup, byte by byte; who took it stands in the record */
        get: operations["downloadBackup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/books/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts of a party, or the town’s own */
        get: operations["listBookAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/books/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The journal: every movement of money, the newest first */
        get: operations["listTransfers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
        /**
         * Publish the next version of a line of business
         * @description The body is the manifest. Every mistake is told at its place (JSON Pointer). It is played at random before it is taken; then it can be listed and ordered at once, and orders that run keep the version they began with. With `?check` nothing is published.
         */
        post: operations["publishBusiness"];
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
    "/v1/businesses/{name}/differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What differs between two versions, place by place */
        get: operations["listBusinessDifferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/businesses/{name}/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a line of business on or off: off refuses new orders only */
        post: operations["switchBusiness"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/businesses/{name}/tariffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rates that override those of the manifest, by the instant of their effect */
        get: operations["listBusinessTariffs"];
        put?: never;
        /**
         * Set rates of a line of business from an instant on; orders keep those of their placement
         * @description Rates that the manifest names under `noticeDays` must be set that long ahead.
         */
        post: operations["setTariff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/businesses/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published versions of a line of business, the newest first */
        get: operations["listBusinessVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/businesses/{name}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version of a line of business with its manifest */
        get: operations["getBusinessVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases of the town, newest first; for those who rule */
        get: operations["listCases"];
        put?: never;
        /** Bring something before a person of the town */
        post: operations["createCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kinds of cases */
        get: operations["listCaseKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases you have brought, or that you were told of, newest first */
        get: operations["listMyCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A case, as it is for you */
        get: operations["getCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/reopening": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask once that a ruled case is looked at again */
        post: operations["reopenCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/ruling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rule; what the ruling says is done, and those it concerns are told */
        post: operations["ruleCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add words or pictures to an open case */
        post: operations["addToCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back your report, or your wish for another look
         * @description A report can be taken back until it is ruled on; the case ends with the last of them.
         */
        post: operations["withdrawFromCase"];
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
         * @description Each is answered for itself, in order. With `all` they are one list: all are accepted or all are refused. A command without an id gets one from the Idempotency-Key, so that a repeated request repeats nothing. With `?preview` nothing happens: the verdicts say what would become of direct commands, such as `offers.put`.
         */
        post: operations["submitCommands"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you last said about each purpose */
        get: operations["listConsents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/consents/{purpose}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Agree to a purpose, or withdraw */
        put: operations["putConsent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Decisions, the newest first: all of them for operators, for others those about themselves */
        get: operations["listDecisions"];
        put?: never;
        /**
         * Decide at a point; the answer is recorded before it is sent
         * @description Where nothing can be decided the safe default of the point is answered, with the reason.
         */
        post: operations["decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log of decisions as CSV or JSON lines, the newest first */
        get: operations["exportDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/loops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How every decision point does, and the share of operating decisions made by machine */
        get: operations["listLoops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/loops/{point}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One loop: its figures over time, its policies with their guards and their place on the ladder */
        get: operations["getLoop"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/loops/{point}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a policy one step up: replay, simulator, shadow, canary, live
         * @description Refused with what is missing; `force` says in words why to go on all the same, which is recorded.
         */
        post: operations["promoteOnLadder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/loops/{point}/roll-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a live policy or a canary out of use; the last good version lives again, or the safe default */
        post: operations["rollBackPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/loops/{point}/simulated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell what a policy earned in the simulator of its point, beside the live one */
        post: operations["tellSimulated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/loops/{point}/story": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a point and its policies, the newest first, with the ids of decisions and events */
        get: operations["readLoopStory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Decision points with their live policies */
        get: operations["listDecisionPoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/points/{point}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A decision point as it is declared, with its versions and columns */
        get: operations["getDecisionPoint"];
        /** Declare a decision point; a change is a new version, the same again is none */
        put: operations["declareDecisionPoint"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/points/{point}/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Policies of a decision point in all versions, the newest first */
        get: operations["listPolicies"];
        put?: never;
        /** A new version of a policy, as a draft */
        post: operations["makePolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/points/{point}/policies/{policy}/learn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new version of a policy that has learnt from the log, overrides included, as a draft */
        post: operations["learnPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/points/{point}/policies/{policy}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a policy learns by itself */
        get: operations["getTrainingSchedule"];
        /**
         * Let a policy learn every so many hours, or after so many decisions with new outcomes
         * @description Each time a draft comes of it, with what it is worth on decisions it has not learnt from.
         */
        put: operations["scheduleTraining"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/points/{point}/policies/{policy}/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put a policy into shadow, on a share of decisions (canary), live, or out of use
         * @description Who stood there is retired; promoting that one again is the way back.
         */
        put: operations["promotePolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/points/{point}/policies/{policy}/trainings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a policy learn from the log beside everything else; answers at once */
        post: operations["trainPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/points/{point}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What another policy would have earned, estimated from the log with an interval */
        post: operations["replayDecisions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/points/{point}/trainings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Trainings of a decision point, the newest first */
        get: operations["listTrainings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/switches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Points that were switched off or on again; `all` stands for every point */
        get: operations["listDecisionSwitches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/switches/{point}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Return a point, or `all`, to its safe default within a second, or let it decide again */
        put: operations["switchDecisionPoint"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/trainings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a training is, and what came of it */
        get: operations["getTraining"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/trainings/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a training; nothing comes of it */
        post: operations["cancelTraining"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One decision with what was looked at, what could be chosen, and what came of it */
        get: operations["getDecision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{id}/contest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a person look at a decision about you; answers the case
         * @description `instead` is the option that should have been chosen.
         */
        post: operations["contestDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{id}/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell what came of a decision; told twice it counts once */
        post: operations["tellOutcome"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{id}/override": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose otherwise: both choices are kept, and policies learn from it
         * @description Where the point declares how, the act is undone by a command; otherwise only what follows changes.
         */
        post: operations["overrideDecision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why it was decided so, and the smallest change of one feature that would have changed it */
        get: operations["explainDecision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/directory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shops, and people who can be found: verified, or with their consent `directory` */
        get: operations["searchDirectory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-counters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often what happened to what; follows within a second. Default: the last hour */
        get: operations["listEventCounters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-counters/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count the whole stream again, and compare */
        post: operations["rebuildEventCounter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events that were not taken in, and why, the newest first */
        get: operations["getEventQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Types of events with the schemas of their data, every version */
        get: operations["listEventTypes"];
        put?: never;
        /** Publish a type of events, or the next version of one */
        post: operations["createEventType"];
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
        /**
         * Events that concern you, from a cursor on
         * @description With `Accept: application/cloudevents-batch+json` a list of CloudEvents; the header `link` then has the next address, and none once you are up to date.
         */
        get: operations["listEvents"];
        put?: never;
        /**
         * Tell what people looked at and did
         * @description Impressions, views, searches, clicks: a stream beside orders and their log. An id counts once; a malformed event is quarantined with its reason, and its neighbours are stored. Without the consent of the person to the purpose of the type, an event is stored as nobody’s.
         */
        post: operations["createEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/anonymous": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what somebody who is not signed in did with the places of a page
         * @description Stored as nobody’s: no name, no visit and no address is kept. One address counts a little only, and a request with `Sec-GPC: 1` counts for nothing; the answer is the same.
         */
        post: operations["tellAnonymously"];
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
         * @description Only those that concern you; the operator sees all. After a break send the last id as `Last-Event-ID`, as browsers do, or `after`. `Accept: application/cloudevents+json` asks for CloudEvents as `format` does.
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
    "/v1/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders that need a person of the town: a ruling, or a look at what got stuck; newest first */
        get: operations["listExceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Experiments, the newest first; those that ended, with their lessons, are the graveyard */
        get: operations["listExperiments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/exposures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell that variants were really used on units; told again they count once
         * @description Without `arm` the unit’s assignment is taken. One that is wrong is refused by itself.
         */
        post: operations["tellExposures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what units did; it counts for the metric when it lies within its window after the exposure
         * @description Told before the exposure it is kept: what lies before may be the covariate of CUPED.
         */
        post: operations["tellExperimentOutcomes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/power": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many units an experiment needs to find an effect, looking once or at any time */
        get: operations["reckonPower"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/{experiment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An experiment as it was declared, and where it stands */
        get: operations["getExperiment"];
        /** Declare an experiment, or word it anew before it begins; the same again changes nothing */
        put: operations["declareExperiment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/{experiment}/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look now: guards, ramp and weights do what is due */
        post: operations["lookAtExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/{experiment}/ramp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go to a step of the ramp; up only while no guard is broken and the split is as intended */
        post: operations["rampExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/{experiment}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an experiment says now and said before; locked where the split is not the one intended */
        get: operations["getExperimentResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/{experiment}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the first units, on the first step of the ramp */
        post: operations["startExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/{experiment}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Assign nobody any more; outcomes of units within their windows still count */
        post: operations["stopExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/{experiment}/verdict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ship an arm or bin the experiment, with the lesson; what it drives follows at once */
        post: operations["giveVerdict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Features that are declared, and how far they are folded */
        get: operations["listFeatures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/features/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fold everything stored anew and compare it, byte by byte, with what lives in this process */
        post: operations["verifyFeatures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/features/{kind}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that is reckoned of a party, an offer, a query or a session
         * @description Whoever looks at what is reckoned of a party or of its visit is noted in the audit log.
         */
        get: operations["getFeatures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the home page shows to whoever asks */
        get: operations["readFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed/also": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people who looked at a thing chose */
        get: operations["readAlso"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed/because": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What goes with the thing that was looked at before */
        get: operations["readBecause"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed/newcomers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What newcomers are given of home pages, who has had it, and what it costs */
        get: operations["readNewcomers"];
        /** Set what newcomers are given of home pages; felt within a second */
        put: operations["changeNewcomers"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fees/classes/{party}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put a seller into a class that menus tell apart; holds for orders placed from now on */
        put: operations["setFeeClass"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fees/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your invoices and credit notes, the newest first */
        get: operations["listInvoices"];
        put?: never;
        /** Make the fee invoices and credit notes of a month that is over, for all sellers */
        post: operations["issueInvoices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fees/invoices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An invoice or credit note */
        get: operations["getInvoice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fees/invoices/{id}/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An invoice as a page, in English and Chinese */
        get: operations["getInvoicePage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fees/invoices/{id}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An invoice as PDF, in English */
        get: operations["getInvoicePdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fees/menus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fee menus by line of business, with the instants of their effect */
        get: operations["listFeeMenus"];
        put?: never;
        /** Set the fee menu of a line of business from an instant on; orders keep the menu of their placement */
        post: operations["setFeeMenu"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fees/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What would be taken of a sale of yours, line by line: the reckoning that settles */
        get: operations["previewFees"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fees/statements/{month}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you were charged in a month, and what was given back, by fee */
        get: operations["getFeeStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fees/statements/{month}/charges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Charge by charge, the newest first */
        get: operations["listCharges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fees/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the orders of the last days would have been charged under another menu
         * @description Reckoned order by order, by seller and by size of seller. Nothing changes.
         */
        post: operations["askWhatIf"];
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
        /**
         * Keep a picture; the body is its bytes
         * @description PNG, JPEG or WebP, by its content. What is kept is its pixels as WebP, upright, at most 2,048 a side: no place, no time, no device.
         */
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
    "/v1/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Flags, by key */
        get: operations["listFlags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flags/{flag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One flag with its rules */
        get: operations["getFlag"];
        /** Set a flag: its variants, rules and default; the same again changes nothing */
        put: operations["setFlag"];
        post?: never;
        /** Remove a flag; who asks for it gets their own default */
        delete: operations["removeFlag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hours/{party}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a shop is open, and whether it is now; without any, its hours are not known */
        get: operations["getHours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits for a person of the town: rulings, held and stuck orders, cases; the first first
         * @description The order is suggested by the decision point inbox.order; each item says why it stands there.
         */
        get: operations["listInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The stream in order of position, from behind one on */
        get: operations["listInteractions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations of the shop you act for */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite somebody into the team of the shop you act for
         * @description The same Idempotency-Key answers the same invitation with a new secret.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join the team that an invitation is for */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an invitation says */
        post: operations["readInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: operations["deleteInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of the party you act for, newest first */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make a key for a program
         * @description The same Idempotency-Key answers the same key with a new secret.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a key */
        post: operations["revokeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Letters, newest first; in a sandbox without a mail server with their texts */
        get: operations["getMail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail/server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By what letters leave; a password is never answered */
        get: operations["readMailServer"];
        /**
         * Name the mail server, or none; letters leave by it within a second
         * @description It is greeted and signed in to first: one that does not answer, or does not know the password, is not saved. SMTP_URL of the environment goes before it. User and password are kept sealed.
         */
        put: operations["saveMailServer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write a letter that says that letters arrive; what became of it stands in `GET /v1/mail` */
        post: operations["sendTestLetter"];
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
    "/v1/me/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator who came by a link gets a name, an address and a password to sign in by
         * @description The address counts as confirmed: the link was as good a proof.
         */
        post: operations["openOwnAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stands in the way of your erasure, and what the law keeps */
        get: operations["getMeErasure"];
        put?: never;
        /**
         * Erase yourself
         * @description Name, handle, profile, memberships, consents and credentials go; the key of everything personal you ever wrote is destroyed. Open orders, offers and money must come to an end first. It cannot be undone.
         */
        post: operations["erasureMe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything the town holds about you, as one JSON document
         * @description Streamed, section by section; `isComplete` at its end says that nothing is missing. Acting for a shop (`Lakeside-Party`), it is what the town holds about the shop.
         */
        get: operations["getMeExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The team of the shop you act for */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a member another role */
        put: operations["putMember"];
        post?: never;
        /**
         * Take a member out of the team
         * @description Ends within a second all access, the keys that the member made, and open invitations.
         */
        delete: operations["deleteMember"];
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
    "/v1/offers/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your own offers, each variant for itself, archived ones too */
        get: operations["listOwnOffers"];
        put?: never;
        post?: never;
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
    "/v1/parties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All parties of the town, by short name */
        get: operations["listParties"];
        put?: never;
        /** Found a shop or firm; you become its owner */
        post: operations["createParty"];
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
    "/v1/parties/{id}/grants/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a party a grant, such as `courier` */
        put: operations["putPartyGrant"];
        post?: never;
        /** Take a grant back */
        delete: operations["deletePartyGrant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parties/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave the team of a shop */
        post: operations["leaveParty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parties/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a suspended party back in
         * @description It may do again what it could before.
         */
        post: operations["restoreParty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parties/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a party out
         * @description It can do nothing any more; its orders go on by their timers and by what the others do.
         */
        post: operations["suspendParty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parties/{id}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say that you have seen who a party is, and by what */
        put: operations["putPartyVerification"];
        post?: never;
        /** Take a verification back */
        delete: operations["deletePartyVerification"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parties/{id}/view": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look at the town as a party sees it: a session of an hour that only reads */
        post: operations["viewParty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who moves the town’s money; keys are never answered */
        get: operations["readProvider"];
        /**
         * Save the keys of Stripe, or take them away; each process uses them within a second
         * @description A key is tried first: one that Stripe does not know is not saved. STRIPE_SECRET_KEY of the environment goes before them. A sandbox takes test keys only, a live town live keys only: real money never meets play money.
         */
        put: operations["saveProviderKeys"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/webhooks/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where the payment provider tells what has happened */
        post: operations["receivePaymentWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/places/{party}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a shop is, when it shows it */
        get: operations["getPlace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/price-hints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What similar things were bought at, and a price to begin with
         * @description A suggestion made by a decision of the point hints.price; what is made of it is its outcome.
         */
        post: operations["askPriceHint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/price-hints/{id}/choice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** At which price the thing is offered after all */
        put: operations["choosePriceAfterHint"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the profile of the party you act for */
        patch: operations["updateProfile"];
        trace?: never;
    };
    "/v1/profile/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say when the party you act for is open; nothing in it takes it back */
        put: operations["putHours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profile/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the party you act for is, shown or not */
        get: operations["getOwnPlace"];
        /** Say where the party you act for is */
        put: operations["putPlace"];
        post?: never;
        /** Take back where the party you act for is */
        delete: operations["removePlace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare the provider’s movements with the books
         * @description Asks the provider now. Every break says what is wrong, and what would mend it.
         */
        get: operations["reconcilePayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Replay the journal and compare every balance and every pot
         * @description Reads every transfer there is: what `lakeside verify-ledger` does.
         */
        get: operations["replayJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation/mends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do what mends a break
         * @description The break is looked for again first: what has been mended meanwhile is not done twice.
         */
        post: operations["mendReconciliation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What buyers say of a thing or a seller */
        get: operations["listReviews"];
        put?: never;
        /** Review what you have bought, once a line of an order */
        post: operations["createReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/due": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What of an order you may review, and what you have said */
        get: operations["listDueReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/rating": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a thing or a seller is rated */
        get: operations["getRating"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/received": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What buyers say of what you sell, removed reviews too */
        get: operations["listReceivedReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/removed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reviews that a ruling has removed */
        get: operations["listRemovedReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change your review, for 30 days */
        put: operations["putReview"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer a review of what you sell, once */
        post: operations["answerReview"];
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
    "/v1/sandbox/personas/openness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Let anyone be the personas of the sandbox, except those who run it; or nobody */
        put: operations["putSandboxPersonaOpenness"];
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
    "/v1/sandbox/provider/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell the sandbox provider to do its next requests wrong */
        post: operations["misbehave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/provider/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the sandbox provider tell what it has withheld */
        post: operations["releaseNotices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Links for visitors that still open */
        get: operations["listSandboxVisits"];
        put?: never;
        /**
         * Make a link by which visitors may be the personas of the sandbox
         * @description The same Idempotency-Key answers the same link with a new secret.
         */
        post: operations["createSandboxVisit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/visits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Close a link for visitors */
        delete: operations["deleteSandboxVisit"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a search that is being typed may go on; empty while the index is being built */
        get: operations["suggestSearches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search/synonyms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Words that mean the same to the search */
        get: operations["readSynonyms"];
        /** Put other synonyms in their place; searches know them within a second or two */
        put: operations["replaceSynonyms"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/searches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people look for, and what they look for in vain */
        get: operations["listSearches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/searches/clicks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count that a hit of a search was chosen; who chose it is not kept */
        post: operations["countSearchClick"];
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
    "/v1/town": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The town: name, time zone, currency, languages, look */
        get: operations["readTown"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change settings of the town; every process knows them within two seconds
         * @description What is given is changed. `rev` is the one that was seen: when somebody else was faster nothing changes. The currency can change as long as nothing is priced in another and no money has moved in another. A new time zone rules days and deadlines from then on; instants that are set already stay.
         */
        patch: operations["changeTown"];
        trace?: never;
    };
    "/v1/town/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the town is doing */
        get: operations["getFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/town/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a colour would make of the pages, and whether it can be read */
        get: operations["tryLook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/town/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the first-run wizard is */
        get: operations["readSetup"];
        /** Note which page of the wizard is open, and which are finished */
        put: operations["noteSetup"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/town/setup/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open the town: pages are for everybody, and no link of the wizard works any more
         * @description It gets shelves to begin with.
         */
        post: operations["finishSetup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/trust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether what must be true of the town’s data is true
         * @description Looked at again when somebody asks and the last look is old; whoever asks meanwhile gets that one.
         */
        get: operations["getTrust"];
        put?: never;
        post?: never;
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
    "/v1/wallet/held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your money that is held on orders, and what ends it, in plain words; follows within a second */
        get: operations["listHeldMoney"];
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
        /** Give money into a wallet: play money, or what came in by hand (operator) */
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
    "/v1/wallet/statement.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as a file for spreadsheets, with the double entry behind each line */
        get: operations["exportStatement"];
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
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where your events are sent to */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Have your events sent to an address
         * @description Signed as Standard Webhooks says. You get what the event stream would show you, from now on, at least once; `webhook-id` is the id of the event. The operator gets everything.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One endpoint */
        get: operations["getWebhook"];
        /** Change an endpoint, disable it, or enable it again */
        put: operations["putWebhook"];
        post?: never;
        /** Remove an endpoint with its delivery log */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent to an endpoint, the newest first */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery: what was sent, and what came back each time */
        get: operations["getWebhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries/{delivery}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a delivery again */
        post: operations["resendWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send again what failed since an instant */
        post: operations["resendWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new secret; the one before signs as well for a day */
        post: operations["secretWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an event that says nothing, to see whether it arrives */
        post: operations["testWebhook"];
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
    pressBankButton: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                page: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    press: "pay" | "refuse" | "twice" | "double" | "late" | "silent" | "refuse-then-pay" | "other-amount";
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
                        pressed: string;
                    };
                };
            };
        };
    };
    getOfrepConfiguration: {
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
                        name: string;
                        capabilities: {
                            cacheInvalidation: {
                                polling: {
                                    enabled: boolean;
                                    minPollingIntervalMs: number;
                                };
                            };
                            flagEvaluation: {
                                supportedTypes: string[];
                            };
                            caching: {
                                enabled: boolean;
                                ttl: number;
                            };
                        };
                    };
                };
            };
        };
    };
    evaluateFlags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description OFREP: `{"context": {"targetingKey": …, ATTRIBUTE: …}}` */
        requestBody: {
            content: {
                "application/json": unknown;
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
                        flags: ({
                            key: string;
                            /** @enum {unknown} */
                            reason: "STATIC" | "DEFAULT" | "TARGETING_MATCH" | "SPLIT" | "DISABLED";
                            variant?: string;
                            value?: boolean | string | number | {
                                [key: string]: unknown;
                            };
                            metadata: {
                                [key: string]: boolean | string | number;
                            };
                        } | {
                            key?: string;
                            /** @enum {unknown} */
                            errorCode: "PARSE_ERROR" | "TARGETING_KEY_MISSING" | "INVALID_CONTEXT" | "FLAG_NOT_FOUND" | "GENERAL";
                            errorDetails: string;
                        })[];
                        metadata: {
                            [key: string]: boolean | string | number;
                        };
                    };
                };
            };
        };
    };
    evaluateFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        /** @description OFREP: `{"context": {"targetingKey": …, ATTRIBUTE: …}}` */
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Without a value the caller’s own default stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        key: string;
                        /** @enum {unknown} */
                        reason: "STATIC" | "DEFAULT" | "TARGETING_MATCH" | "SPLIT" | "DISABLED";
                        variant?: string;
                        value?: boolean | string | number | {
                            [key: string]: unknown;
                        };
                        metadata: {
                            [key: string]: boolean | string | number;
                        };
                    };
                };
            };
        };
    };
    listAddresses: {
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
                            /** @description Such as `home` */
                            label?: string;
                            name: string;
                            street: string;
                            postalCode?: string;
                            city: string;
                            /** @description ISO 3166-1 alpha-2 */
                            countryCode: string;
                            /** @description E.164 */
                            phone?: string;
                            /** @description For whoever delivers */
                            note?: string;
                            /** @description A checkout begins with it */
                            isDefault: boolean;
                        }[];
                    };
                };
            };
        };
    };
    putAddress: {
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
                    /** @description Such as `home` */
                    label?: string;
                    name: string;
                    street: string;
                    postalCode?: string;
                    city: string;
                    /** @description ISO 3166-1 alpha-2 */
                    countryCode: string;
                    /** @description E.164 */
                    phone?: string;
                    /** @description For whoever delivers */
                    note?: string;
                    /** @description A checkout begins with it */
                    isDefault?: boolean;
                };
            };
        };
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
    deleteAddress: {
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
    getAudit: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                act?: string;
                subject?: string;
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
                            /** Format: date-time */
                            at: string;
                            /** @description Who did it; null: the town itself */
                            party: string | null;
                            /** @description Who acted for the party */
                            person: string | null;
                            /** @description What was done, as `grants.given` */
                            act: string;
                            /** @description What it was done to: an id, or a name */
                            subject: string | null;
                            details: {
                                [key: string]: unknown;
                            };
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    changePasswordAuth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
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
    listAuthPasskeyGenerateAuthenticateOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hand it to `navigator.credentials`, as WebAuthn Level 3 has it in JSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        challenge: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    listAuthPasskeyGenerateRegisterOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hand it to `navigator.credentials`, as WebAuthn Level 3 has it in JSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        challenge: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    verifyAuthenticationAuthPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    response: {
                        id: string;
                        rawId: string;
                        /** @enum {string} */
                        type: "public-key";
                        /** @description As the browser gave it */
                        response: {
                            clientDataJSON: string;
                        } & {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    };
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
    verifyRegistrationAuthPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    response: {
                        id: string;
                        rawId: string;
                        /** @enum {string} */
                        type: "public-key";
                        /** @description As the browser gave it */
                        response: {
                            clientDataJSON: string;
                        } & {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                    name?: string;
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
                        id: string;
                    };
                };
            };
        };
    };
    listAuthPasskeys: {
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
                            name: string | null;
                            /** @description `singleDevice` or `multiDevice` */
                            deviceType: string;
                            isBackedUp: boolean;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                    };
                };
            };
        };
    };
    deleteAuthPasskey: {
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
    requestPasswordResetAuth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                };
            };
        };
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
    resetPasswordAuth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    newPassword: string;
                };
            };
        };
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
    sendVerificationEmailAuth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                };
            };
        };
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
    emailAuthSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    password: string;
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
    emailAuthSignUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** Format: email */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description True: a letter is on its way, and its link comes before the first sign-in */
                        mustConfirm: boolean;
                    };
                };
            };
        };
    };
    verifyEmailAuth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
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
    listBackups: {
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
                        /** @description What lies in DATA_DIR/backups, the newest first */
                        items: {
                            name: string;
                            bytes: number;
                            /** Format: date-time */
                            madeAt: string;
                        }[];
                        /** @description The latest, the newest first */
                        runs: {
                            /** Format: uuid */
                            id: string;
                            kind: "asked" | "nightly";
                            /** Format: date-time */
                            begunAt: string;
                            finishedAt: string | null;
                            /** @description How far it is */
                            note: string;
                            file: string | null;
                            bytes: number | null;
                            error: string | null;
                        }[];
                        plan: {
                            rev: number;
                            isOn: boolean;
                            /** @description In the town’s time zone */
                            hour: number;
                            /** @description Nightly backups that are kept */
                            keep: number;
                        };
                        folder: string;
                    };
                };
            };
        };
    };
    makeBackup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        kind: "asked" | "nightly";
                        /** Format: date-time */
                        begunAt: string;
                        finishedAt: string | null;
                        /** @description How far it is */
                        note: string;
                        file: string | null;
                        bytes: number | null;
                        error: string | null;
                    };
                };
            };
        };
    };
    planBackups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The rev that was seen */
                    rev: number;
                    isOn: boolean;
                    hour: number;
                    keep: number;
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
                        /** @description What lies in DATA_DIR/backups, the newest first */
                        items: {
                            name: string;
                            bytes: number;
                            /** Format: date-time */
                            madeAt: string;
                        }[];
                        /** @description The latest, the newest first */
                        runs: {
                            /** Format: uuid */
                            id: string;
                            kind: "asked" | "nightly";
                            /** Format: date-time */
                            begunAt: string;
                            finishedAt: string | null;
                            /** @description How far it is */
                            note: string;
                            file: string | null;
                            bytes: number | null;
                            error: string | null;
                        }[];
                        plan: {
                            rev: number;
                            isOn: boolean;
                            /** @description In the town’s time zone */
                            hour: number;
                            /** @description Nightly backups that are kept */
                            keep: number;
                        };
                        folder: string;
                    };
                };
            };
        };
    };
    downloadBackup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listBookAccounts: {
        parameters: {
            query?: {
                party?: string;
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
                            /** @description `PURPOSE:PARTY`, `@NAME` of the town, or `pot:NAME` of the order */
                            name: string;
                            /** @description null: the town’s own */
                            party: string | null;
                            purpose: string;
                            currency: string;
                            balanceMinor: number;
                        }[];
                    };
                };
            };
        };
    };
    listTransfers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
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
                            commandId: string;
                            /** @description Among those of the command */
                            n: number;
                            orderId: string | null;
                            /** @description `PURPOSE:PARTY`, `@NAME` of the town, or `pot:NAME` of the order */
                            debit: string;
                            /** @description `PURPOSE:PARTY`, `@NAME` of the town, or `pot:NAME` of the order */
                            credit: string;
                            amountMinor: number;
                            currency: string;
                            /** @description What moved it: `hold`, `settle`, `refund`, `transfer` … */
                            code: string;
                            /**
                             * Format: date-time
                             * @description Town time
                             */
                            at: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
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
    publishBusiness: {
        parameters: {
            query?: {
                /** @description Say what is wrong with it, and publish nothing */
                check?: "" | "true" | "false";
                /** @description The manifest may debit accounts of the town */
                approve?: "town-debits";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
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
                        business: string;
                        version: number;
                        /** @description false when it was only checked */
                        isPublished: boolean;
                        /** @description Money lines that debit an account of the town */
                        townDebits: string[];
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
                        business: string;
                        version: number;
                        /** @description false when it was only checked */
                        isPublished: boolean;
                        /** @description Money lines that debit an account of the town */
                        townDebits: string[];
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
    listBusinessDifferences: {
        parameters: {
            query: {
                from: number;
                to: number;
            };
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
                        from: number;
                        to: number;
                        items: {
                            pointer: string;
                            kind: "added" | "removed" | "changed";
                            before?: unknown;
                            after?: unknown;
                        }[];
                    };
                };
            };
        };
    };
    switchBusiness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    isOn: boolean;
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
                        business: string;
                        isOn: boolean;
                    };
                };
            };
        };
    };
    listBusinessTariffs: {
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
                        items: {
                            /** Format: date-time */
                            effectiveAt: string;
                            rates: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
        };
    };
    setTariff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rates: {
                        [key: string]: unknown;
                    };
                    /**
                     * Format: date-time
                     * @description Town time; default now
                     */
                    effectiveAt?: string;
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
                        /** Format: date-time */
                        effectiveAt: string;
                        rates: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
    };
    listBusinessVersions: {
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
                        items: {
                            version: number;
                            title: string | {
                                [key: string]: string;
                            };
                            /** @description SHA-256 of the manifest’s text */
                            hash: string;
                            /** Format: date-time */
                            publishedAt: string;
                        }[];
                    };
                };
            };
        };
    };
    getBusinessVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: number;
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
                        version: number;
                        title: string | {
                            [key: string]: string;
                        };
                        /** @description SHA-256 of the manifest’s text */
                        hash: string;
                        /** Format: date-time */
                        publishedAt: string;
                        manifest: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
    };
    listCases: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                state?: "open" | "ruled" | "withdrawn";
                kind?: string;
                aboutType?: string;
                aboutId?: string;
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
                            kind: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                            about: {
                                type: string;
                                id: string;
                            };
                            /** @description Beside it, such as `title` */
                            facts: {
                                [key: string]: unknown;
                            };
                            /** @enum {unknown} */
                            state: "open" | "ruled" | "withdrawn";
                            /** Format: date-time */
                            openedAt: string;
                            /** Format: date-time */
                            dueAt: string;
                            ruledAt: string | null;
                            ruling: {
                                name: string;
                                title: {
                                    en: string;
                                    zh: string;
                                };
                            } | null;
                            reopenedAt: string | null;
                            withdrawnAt: string | null;
                            /** @description People who reported it */
                            reports: number;
                            respondent: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createCase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    kind: string;
                    about: {
                        /** @description Such as `listing` */
                        type: string;
                        id: string;
                    };
                    reason?: string;
                    words?: string;
                    /** @description File ids */
                    evidence?: string[];
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
                        id: string;
                        /** @description False: it was open already */
                        isNew: boolean;
                    };
                };
            };
        };
    };
    listCaseKinds: {
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
                            name: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                            /** @description By people, over `POST /v1/cases` */
                            mayBeOpened: boolean;
                            reasons: {
                                name: string;
                                title: {
                                    en: string;
                                    zh: string;
                                };
                            }[];
                            rulings: {
                                name: string;
                                title: {
                                    en: string;
                                    zh: string;
                                };
                                needsWords: boolean;
                            }[];
                        }[];
                    };
                };
            };
        };
    };
    listMyCases: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                state?: "open" | "ruled" | "withdrawn";
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
                            kind: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                            about: {
                                type: string;
                                id: string;
                            };
                            /** @description Beside it, such as `title` */
                            facts: {
                                [key: string]: unknown;
                            };
                            /** @enum {unknown} */
                            state: "open" | "ruled" | "withdrawn";
                            /** Format: date-time */
                            openedAt: string;
                            /** Format: date-time */
                            dueAt: string;
                            ruledAt: string | null;
                            ruling: {
                                name: string;
                                title: {
                                    en: string;
                                    zh: string;
                                };
                            } | null;
                            reopenedAt: string | null;
                            withdrawnAt: string | null;
                            /** @description People who reported it */
                            reports: number;
                            respondent: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getCase: {
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
                        title: {
                            en: string;
                            zh: string;
                        };
                        about: {
                            type: string;
                            id: string;
                        };
                        /** @description Beside it, such as `title` */
                        facts: {
                            [key: string]: unknown;
                        };
                        /** @enum {unknown} */
                        state: "open" | "ruled" | "withdrawn";
                        /** Format: date-time */
                        openedAt: string;
                        /** Format: date-time */
                        dueAt: string;
                        ruledAt: string | null;
                        ruling: {
                            name: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                        } | null;
                        reopenedAt: string | null;
                        withdrawnAt: string | null;
                        /** @description People who reported it */
                        reports: number;
                        respondent: string | null;
                        /**
                         * @description How you stand to it
                         * @enum {unknown}
                         */
                        side: "ruler" | "reporter" | "respondent";
                        statements: {
                            /** Format: uuid */
                            id: string;
                            party: string | null;
                            name: string | null;
                            /** @enum {unknown} */
                            role: "report" | "answer" | "addition" | "withdrawal";
                            reason: {
                                name: string;
                                title: {
                                    en: string;
                                    zh: string;
                                };
                            } | null;
                            words: string | null;
                            evidence: string[];
                            /** Format: date-time */
                            at: string;
                            /** @description Taken back since */
                            isWithdrawn: boolean;
                        }[];
                        rulings: {
                            name: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                            words: string;
                            /** Format: date-time */
                            at: string;
                        }[];
                        /** @description How you may rule now */
                        choices: {
                            name: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                            needsWords: boolean;
                        }[];
                        mayReopen: boolean;
                        maySay: boolean;
                        /** @description Your report, or your wish for another look */
                        mayWithdraw: boolean;
                    };
                };
            };
        };
    };
    reopenCase: {
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
                    words: string;
                    /** @description File ids */
                    evidence?: string[];
                };
            };
        };
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
    ruleCase: {
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
                    ruling: string;
                    words?: string;
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
                        kind: string;
                        title: {
                            en: string;
                            zh: string;
                        };
                        about: {
                            type: string;
                            id: string;
                        };
                        /** @description Beside it, such as `title` */
                        facts: {
                            [key: string]: unknown;
                        };
                        /** @enum {unknown} */
                        state: "open" | "ruled" | "withdrawn";
                        /** Format: date-time */
                        openedAt: string;
                        /** Format: date-time */
                        dueAt: string;
                        ruledAt: string | null;
                        ruling: {
                            name: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                        } | null;
                        reopenedAt: string | null;
                        withdrawnAt: string | null;
                        /** @description People who reported it */
                        reports: number;
                        respondent: string | null;
                        /**
                         * @description How you stand to it
                         * @enum {unknown}
                         */
                        side: "ruler" | "reporter" | "respondent";
                        statements: {
                            /** Format: uuid */
                            id: string;
                            party: string | null;
                            name: string | null;
                            /** @enum {unknown} */
                            role: "report" | "answer" | "addition" | "withdrawal";
                            reason: {
                                name: string;
                                title: {
                                    en: string;
                                    zh: string;
                                };
                            } | null;
                            words: string | null;
                            evidence: string[];
                            /** Format: date-time */
                            at: string;
                            /** @description Taken back since */
                            isWithdrawn: boolean;
                        }[];
                        rulings: {
                            name: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                            words: string;
                            /** Format: date-time */
                            at: string;
                        }[];
                        /** @description How you may rule now */
                        choices: {
                            name: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                            needsWords: boolean;
                        }[];
                        mayReopen: boolean;
                        maySay: boolean;
                        /** @description Your report, or your wish for another look */
                        mayWithdraw: boolean;
                    };
                };
            };
        };
    };
    addToCase: {
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
                    words: string;
                    /** @description File ids */
                    evidence?: string[];
                };
            };
        };
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
    withdrawFromCase: {
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
                    words?: string;
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
                        kind: string;
                        title: {
                            en: string;
                            zh: string;
                        };
                        about: {
                            type: string;
                            id: string;
                        };
                        /** @description Beside it, such as `title` */
                        facts: {
                            [key: string]: unknown;
                        };
                        /** @enum {unknown} */
                        state: "open" | "ruled" | "withdrawn";
                        /** Format: date-time */
                        openedAt: string;
                        /** Format: date-time */
                        dueAt: string;
                        ruledAt: string | null;
                        ruling: {
                            name: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                        } | null;
                        reopenedAt: string | null;
                        withdrawnAt: string | null;
                        /** @description People who reported it */
                        reports: number;
                        respondent: string | null;
                        /**
                         * @description How you stand to it
                         * @enum {unknown}
                         */
                        side: "ruler" | "reporter" | "respondent";
                        statements: {
                            /** Format: uuid */
                            id: string;
                            party: string | null;
                            name: string | null;
                            /** @enum {unknown} */
                            role: "report" | "answer" | "addition" | "withdrawal";
                            reason: {
                                name: string;
                                title: {
                                    en: string;
                                    zh: string;
                                };
                            } | null;
                            words: string | null;
                            evidence: string[];
                            /** Format: date-time */
                            at: string;
                            /** @description Taken back since */
                            isWithdrawn: boolean;
                        }[];
                        rulings: {
                            name: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                            words: string;
                            /** Format: date-time */
                            at: string;
                        }[];
                        /** @description How you may rule now */
                        choices: {
                            name: string;
                            title: {
                                en: string;
                                zh: string;
                            };
                            needsWords: boolean;
                        }[];
                        mayReopen: boolean;
                        maySay: boolean;
                        /** @description Your report, or your wish for another look */
                        mayWithdraw: boolean;
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
    listConsents: {
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
                            purpose: string;
                            isGiven: boolean;
                            /** @description Of the text that was agreed to */
                            version: string;
                            /** Format: date-time */
                            at: string;
                        }[];
                    };
                };
            };
        };
    };
    putConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Such as `analytics` or `marketing` */
                purpose: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    isGiven: boolean;
                    /** @description Of the text that was agreed to */
                    version: string;
                };
            };
        };
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
    listDecisions: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                point?: string;
                subject?: string;
                /** @description Of the caller: an order, a session */
                reference?: string;
                policy?: string;
                /** @description That was chosen; of one point */
                option?: string;
                isFallback?: boolean;
                isOverridden?: boolean;
                isContested?: boolean;
                since?: string;
                until?: string;
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
                            /** Format: date-time */
                            at: string;
                            point: string;
                            pointVersion: number;
                            subject: string | null;
                            onBehalfOf: string | null;
                            reference: string | null;
                            context: {
                                [key: string]: {
                                    value: number | boolean | string;
                                    eventId: string | null;
                                };
                            } | null;
                            options: {
                                id: string;
                                score: number | null;
                                p: number;
                                blockedBy?: string;
                            }[];
                            /** @description Hash of all that could be chosen */
                            candidates: string;
                            featurePos: number | null;
                            streamPos: number | null;
                            chosen: string[];
                            conditional: number[];
                            pChosen: number;
                            policy: {
                                name: string;
                                version: number;
                                hash: string;
                            } | null;
                            seed: string;
                            experiments: unknown;
                            reasons: string[];
                            /** @description What a policy in shadow would have chosen */
                            counterfactual: unknown;
                            latencyMs: number;
                            /** @description auto, suggest, shadow; human once somebody has overridden it */
                            mode: string;
                            fallback: string | null;
                            override: {
                                /** Format: uuid */
                                by: string;
                                /** Format: date-time */
                                at: string;
                                why: string;
                                to: string;
                            } | null;
                            /** @description Cases in which it is contested */
                            contests: {
                                /** Format: uuid */
                                case: string;
                                /** Format: date-time */
                                at: string;
                            }[];
                            outcomes: {
                                metric: string;
                                value: number;
                                /** Format: date-time */
                                at: string;
                                /** Format: uuid */
                                eventId: string;
                            }[];
                            value: number | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    decide: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    point: string;
                    context: {
                        [key: string]: number | boolean | string;
                    };
                    options: {
                        id: string;
                        features: {
                            [key: string]: number | boolean | string;
                        };
                        blockedBy?: string;
                    }[];
                    /** @description Places of a slate; default 1 */
                    length?: number;
                    /** Format: uuid */
                    subject?: string;
                    /** Format: uuid */
                    onBehalfOf?: string;
                    reference?: string;
                    sources?: {
                        [key: string]: string;
                    };
                    /** @description Of the log, of the features that were read */
                    featurePos?: number;
                    /** @description Of the stream of interactions */
                    streamPos?: number;
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
                        /** Format: date-time */
                        at: string;
                        point: string;
                        chosen: string[];
                        conditional: number[];
                        pChosen: number;
                        /** @description auto, suggest, shadow; human once somebody has overridden it */
                        mode: string;
                        fallback: string | null;
                        policy: {
                            name: string;
                            version: number;
                            hash: string;
                        } | null;
                        reasons: string[];
                        /** @description False: the queue was full; no outcome can be told */
                        isRecorded: boolean;
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
                        id: string;
                        /** Format: date-time */
                        at: string;
                        point: string;
                        chosen: string[];
                        conditional: number[];
                        pChosen: number;
                        /** @description auto, suggest, shadow; human once somebody has overridden it */
                        mode: string;
                        fallback: string | null;
                        policy: {
                            name: string;
                            version: number;
                            hash: string;
                        } | null;
                        reasons: string[];
                        /** @description False: the queue was full; no outcome can be told */
                        isRecorded: boolean;
                    };
                };
            };
        };
    };
    exportDecisions: {
        parameters: {
            query?: {
                point?: string;
                subject?: string;
                /** @description Of the caller: an order, a session */
                reference?: string;
                policy?: string;
                /** @description That was chosen; of one point */
                option?: string;
                isFallback?: boolean;
                isOverridden?: boolean;
                isContested?: boolean;
                since?: string;
                until?: string;
                format?: "csv" | "jsonl";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description text/csv or application/jsonl */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
        };
    };
    listLoops: {
        parameters: {
            query?: {
                /** @description Town time back from now */
                hours?: number;
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
                            point: string;
                            title: string;
                            version: number;
                            mode: string;
                            /** @enum {unknown} */
                            state: "well" | "watch" | "bad" | "quiet" | "off";
                            /** @description Why, the worst first */
                            reasons: ("switched-off" | "rolled-back" | "guard" | "suspected" | "drift" | "fallbacks" | "no-policy" | "no-decisions")[];
                            decisions: number;
                            /** @description A policy acted by itself, and nobody put it right */
                            automated: number;
                            suggested: number;
                            overrides: number;
                            /** @description Safe defaults, by why they stood */
                            fallbacks: {
                                [key: string]: number;
                            };
                            value: {
                                mean: number;
                                /** @description Of the 95 % interval */
                                low: number;
                                high: number;
                                decisions: number;
                            } | null;
                            /** @description Windows are still open: more may come */
                            isValueSoFar: boolean;
                            delayMs: {
                                p50: number;
                                p90: number;
                            } | null;
                            latencyMs: {
                                p50: number;
                                p99: number;
                            } | null;
                            regret: {
                                policy: string;
                                version: number;
                                /** @description At least 0 */
                                value: number;
                                /** @description Of the 95 % interval */
                                low: number;
                                high: number;
                                decisions: number;
                                /** Format: date-time */
                                at: string;
                            } | null;
                            /** @description Population stability index of the last day against the week before; above 0.25 it has shifted */
                            drift: {
                                choice: number | null;
                                inputs: {
                                    feature: string;
                                    index: number | null;
                                }[];
                            };
                            isOff: boolean;
                            live: {
                                policy: string;
                                version: number;
                            } | null;
                            canary: {
                                policy: string;
                                version: number;
                                bps: number;
                            } | null;
                            shadow: {
                                policy: string;
                                version: number;
                            } | null;
                            /** @description The same hours in 24 parts */
                            line: {
                                /** Format: date-time */
                                at: string;
                                decisions: number;
                                value: number | null;
                            }[];
                        }[];
                        /** @description Decisions that the town makes about orders, listings and standing: how many a machine made */
                        operating: {
                            byMachine: number;
                            byPerson: number;
                            share: number | null;
                            points: {
                                byMachine: number;
                                byPerson: number;
                            };
                            /** @description Orders that the clock moved on */
                            deadlines: number;
                            /** @description Orders and cases that people ruled */
                            rulings: number;
                            hours: number;
                        };
                    };
                };
            };
        };
    };
    getLoop: {
        parameters: {
            query?: {
                /** @description Town time back from now */
                hours?: number;
            };
            header?: never;
            path: {
                point: string;
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
                        point: string;
                        title: string;
                        version: number;
                        mode: string;
                        /** @enum {unknown} */
                        state: "well" | "watch" | "bad" | "quiet" | "off";
                        /** @description Why, the worst first */
                        reasons: ("switched-off" | "rolled-back" | "guard" | "suspected" | "drift" | "fallbacks" | "no-policy" | "no-decisions")[];
                        decisions: number;
                        /** @description A policy acted by itself, and nobody put it right */
                        automated: number;
                        suggested: number;
                        overrides: number;
                        /** @description Safe defaults, by why they stood */
                        fallbacks: {
                            [key: string]: number;
                        };
                        value: {
                            mean: number;
                            /** @description Of the 95 % interval */
                            low: number;
                            high: number;
                            decisions: number;
                        } | null;
                        /** @description Windows are still open: more may come */
                        isValueSoFar: boolean;
                        delayMs: {
                            p50: number;
                            p90: number;
                        } | null;
                        latencyMs: {
                            p50: number;
                            p99: number;
                        } | null;
                        regret: {
                            policy: string;
                            version: number;
                            /** @description At least 0 */
                            value: number;
                            /** @description Of the 95 % interval */
                            low: number;
                            high: number;
                            decisions: number;
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** @description Population stability index of the last day against the week before; above 0.25 it has shifted */
                        drift: {
                            choice: number | null;
                            inputs: {
                                feature: string;
                                index: number | null;
                            }[];
                        };
                        isOff: boolean;
                        live: {
                            policy: string;
                            version: number;
                        } | null;
                        canary: {
                            policy: string;
                            version: number;
                            bps: number;
                        } | null;
                        shadow: {
                            policy: string;
                            version: number;
                        } | null;
                        stepMs: number;
                        /** @description By policy and time, the oldest first; null: no policy acted */
                        series: {
                            /** Format: date-time */
                            at: string;
                            policy: string | null;
                            version: number | null;
                            decisions: number;
                            automated: number;
                            overrides: number;
                            fallbacks: number;
                            value: {
                                mean: number;
                                /** @description Of the 95 % interval */
                                low: number;
                                high: number;
                                decisions: number;
                            } | null;
                        }[];
                        policies: {
                            policy: string;
                            version: number;
                            kind: string;
                            stage: string;
                            canaryBps: number;
                            stagedAt: string | null;
                            marked: string | null;
                            worsened: {
                                metric: string;
                                before: number;
                                now: number;
                                tolerated: number;
                            } | null;
                            next: ("replay" | "simulator" | "shadow" | "canary" | "live") | null;
                            /** @description What the next step asks */
                            demands: {
                                /** @enum {unknown} */
                                demand: "fits" | "not-rolled-back" | "log" | "overlap" | "not-worse" | "better" | "replayed" | "simulated" | "shadow-decisions" | "shadow-failures" | "shadow-agreement" | "canary-decisions" | "canary-guards";
                                isMet: boolean;
                                /** @description The figures in a sentence */
                                words: string;
                                /** @description The same figures by name, to be said otherwise */
                                figures?: {
                                    [key: string]: number;
                                };
                            }[];
                            guards: {
                                metric: string;
                                better: string;
                                tolerated: number;
                                /** @enum {unknown} */
                                state: "quiet" | "good" | "suspect" | "bad";
                                before: {
                                    mean: number;
                                    decisions: number;
                                } | null;
                                now: {
                                    mean: number;
                                    decisions: number;
                                } | null;
                                since: string | null;
                                /** @description How many times likelier a worsening is than none; from 1000000 it is rolled back */
                                evidence: number;
                            }[];
                            decisions: number;
                            /** @description A policy acted by itself, and nobody put it right */
                            automated: number;
                            suggested: number;
                            overrides: number;
                            /** @description Safe defaults, by why they stood */
                            fallbacks: {
                                [key: string]: number;
                            };
                            value: {
                                mean: number;
                                /** @description Of the 95 % interval */
                                low: number;
                                high: number;
                                decisions: number;
                            } | null;
                            /** @description Windows are still open: more may come */
                            isValueSoFar: boolean;
                            delayMs: {
                                p50: number;
                                p90: number;
                            } | null;
                            latencyMs: {
                                p50: number;
                                p99: number;
                            } | null;
                        }[];
                        chosen: {
                            [key: string]: number;
                        };
                    };
                };
            };
        };
    };
    promoteOnLadder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    policy: string;
                    version: number;
                    /** @description Of a canary; 1000 unless given */
                    canaryBps?: number;
                    /** @description Why to go on against what the step asks */
                    force?: string;
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
                        policy: string;
                        version: number;
                        /** @enum {unknown} */
                        step: "replay" | "simulator" | "shadow" | "canary" | "live";
                        isForced: boolean;
                        demands: {
                            /** @enum {unknown} */
                            demand: "fits" | "not-rolled-back" | "log" | "overlap" | "not-worse" | "better" | "replayed" | "simulated" | "shadow-decisions" | "shadow-failures" | "shadow-agreement" | "canary-decisions" | "canary-guards";
                            isMet: boolean;
                            /** @description The figures in a sentence */
                            words: string;
                            /** @description The same figures by name, to be said otherwise */
                            figures?: {
                                [key: string]: number;
                            };
                        }[];
                    };
                };
            };
        };
    };
    rollBackPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    policy: string;
                    version: number;
                    why: string;
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
                        /** @description Of the chapter in the story */
                        id: string;
                        /** @description Of the event in the log */
                        eventId: string;
                        to: {
                            policy: string;
                            version: number;
                        } | null;
                    };
                };
            };
        };
    };
    tellSimulated: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    policy: string;
                    version: number;
                    /** @description A decision, in the simulator */
                    value: number;
                    low: number;
                    high: number;
                    /** @description Of the live policy in the same simulator */
                    live: number;
                    decisions: number;
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
                        isMet: boolean;
                        words: string;
                    };
                };
            };
        };
    };
    readLoopStory: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                point: string;
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
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            at: string;
                            /** @enum {unknown} */
                            kind: "promoted" | "retired" | "switched" | "proved" | "suspected" | "turned-bad" | "rolled-back" | "recovered";
                            policy: {
                                policy: string;
                                version: number;
                            } | null;
                            by: string | null;
                            details: unknown;
                            eventId: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listDecisionPoints: {
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
                            point: string;
                            version: number;
                            title: string;
                            isOff: boolean;
                            live: {
                                policy: string;
                                version: number;
                            } | null;
                        }[];
                        /** @description Of the process that answers, since its start */
                        recording: {
                            stored: number;
                            shed: number;
                            waiting: number;
                        };
                    };
                };
            };
        };
    };
    getDecisionPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
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
                        point: string;
                        version: number;
                        declaration: {
                            title: string;
                            context: {
                                [key: string]: {
                                    /** @enum {string} */
                                    kind: "number";
                                    min?: number;
                                    max?: number;
                                    /** @description Divides it; about its usual size */
                                    scale?: number;
                                } | {
                                    /** @enum {string} */
                                    kind: "flag";
                                } | {
                                    /** @enum {string} */
                                    kind: "category";
                                    values: string[];
                                };
                            };
                            options: {
                                features: {
                                    [key: string]: {
                                        /** @enum {string} */
                                        kind: "number";
                                        min?: number;
                                        max?: number;
                                        /** @description Divides it; about its usual size */
                                        scale?: number;
                                    } | {
                                        /** @enum {string} */
                                        kind: "flag";
                                    } | {
                                        /** @enum {string} */
                                        kind: "category";
                                        values: string[];
                                    };
                                };
                                ids?: string[];
                            };
                            /** @description Lets the context prefer one option to another */
                            isCrossed: boolean;
                            guards: {
                                name: string;
                                when: {
                                    of: "context" | "option";
                                    feature: string;
                                    is: "=" | "!=" | "<" | "<=" | ">" | ">=";
                                    value: number | boolean | string;
                                }[];
                                /** @description Which it blocks; absent: all */
                                options?: string[];
                            }[];
                            budgets?: {
                                option: string;
                                /** @description Of the decisions within perMs */
                                shareBps: number;
                                /** @description Town time */
                                perMs: number;
                                /** @description Choices that are free beside the share */
                                free: number;
                            }[];
                            safeDefault: string | null;
                            metrics: {
                                name: string;
                                weight: number;
                                /** @description Town time from the decision on */
                                windowMs: number;
                                counts: "first" | "every";
                                /** @description Events that count; absent: told by POST /v1/decisions/{id}/outcomes */
                                from?: {
                                    source: "log" | "interactions";
                                    type: string;
                                    match: {
                                        event: "subject" | "actor" | "session" | "decision";
                                        decision: "subject" | "reference" | "chosen" | "id";
                                    }[];
                                    value?: string;
                                };
                            }[];
                            /** @description Figures whose worsening rolls a policy back */
                            guardMetrics?: {
                                /** @description A metric, or value, fallbacks, overrides */
                                metric: string;
                                better: "higher" | "lower";
                                /** @description By how much a decision’s mean may worsen */
                                tolerated: number;
                                /** @description Decisions without which nothing is concluded */
                                least: number;
                                /** @description A decision is judged when it is over */
                                windowMs: number;
                                /** @description Compared with the same hours of earlier days */
                                isDaily?: boolean;
                            }[];
                            /** @description Who has to try a policy before it goes into shadow */
                            simulator?: string;
                            reverse: {
                                business: string;
                                commands: {
                                    [key: string]: {
                                        type: string;
                                        input: {
                                            [key: string]: unknown;
                                        };
                                    };
                                };
                            } | null;
                            question: {
                                of: string;
                                context: {
                                    [key: string]: string;
                                };
                                answers: {
                                    [key: string]: {
                                        [key: string]: unknown;
                                    };
                                };
                            } | null;
                            retentionDays: number;
                            budgetMs: number;
                            mode: "auto" | "suggest" | "shadow";
                        };
                        /** @description What weights and models are about */
                        columns: string[];
                        isOff: boolean;
                        versions: {
                            version: number;
                            /** Format: date-time */
                            declaredAt: string;
                            hash: string;
                        }[];
                    };
                };
            };
        };
    };
    declareDecisionPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    context: {
                        [key: string]: {
                            /** @enum {string} */
                            kind: "number";
                            min?: number;
                            max?: number;
                            /** @description Divides it; about its usual size */
                            scale?: number;
                        } | {
                            /** @enum {string} */
                            kind: "flag";
                        } | {
                            /** @enum {string} */
                            kind: "category";
                            values: string[];
                        };
                    };
                    options: {
                        features: {
                            [key: string]: {
                                /** @enum {string} */
                                kind: "number";
                                min?: number;
                                max?: number;
                                /** @description Divides it; about its usual size */
                                scale?: number;
                            } | {
                                /** @enum {string} */
                                kind: "flag";
                            } | {
                                /** @enum {string} */
                                kind: "category";
                                values: string[];
                            };
                        };
                        ids?: string[];
                    };
                    /** @description Lets the context prefer one option to another */
                    isCrossed: boolean;
                    guards: {
                        name: string;
                        when: {
                            of: "context" | "option";
                            feature: string;
                            is: "=" | "!=" | "<" | "<=" | ">" | ">=";
                            value: number | boolean | string;
                        }[];
                        /** @description Which it blocks; absent: all */
                        options?: string[];
                    }[];
                    budgets?: {
                        option: string;
                        /** @description Of the decisions within perMs */
                        shareBps: number;
                        /** @description Town time */
                        perMs: number;
                        /** @description Choices that are free beside the share */
                        free: number;
                    }[];
                    safeDefault: string | null;
                    metrics: {
                        name: string;
                        weight: number;
                        /** @description Town time from the decision on */
                        windowMs: number;
                        counts: "first" | "every";
                        /** @description Events that count; absent: told by POST /v1/decisions/{id}/outcomes */
                        from?: {
                            source: "log" | "interactions";
                            type: string;
                            match: {
                                event: "subject" | "actor" | "session" | "decision";
                                decision: "subject" | "reference" | "chosen" | "id";
                            }[];
                            value?: string;
                        };
                    }[];
                    /** @description Figures whose worsening rolls a policy back */
                    guardMetrics?: {
                        /** @description A metric, or value, fallbacks, overrides */
                        metric: string;
                        better: "higher" | "lower";
                        /** @description By how much a decision’s mean may worsen */
                        tolerated: number;
                        /** @description Decisions without which nothing is concluded */
                        least: number;
                        /** @description A decision is judged when it is over */
                        windowMs: number;
                        /** @description Compared with the same hours of earlier days */
                        isDaily?: boolean;
                    }[];
                    /** @description Who has to try a policy before it goes into shadow */
                    simulator?: string;
                    reverse: {
                        business: string;
                        commands: {
                            [key: string]: {
                                type: string;
                                input: {
                                    [key: string]: unknown;
                                };
                            };
                        };
                    } | null;
                    question: {
                        of: string;
                        context: {
                            [key: string]: string;
                        };
                        answers: {
                            [key: string]: {
                                [key: string]: unknown;
                            };
                        };
                    } | null;
                    retentionDays: number;
                    budgetMs: number;
                    mode: "auto" | "suggest" | "shadow";
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
                        version: number;
                        isNew: boolean;
                    };
                };
            };
        };
    };
    listPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
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
                            name: string;
                            version: number;
                            stage: string;
                            canaryBps: number;
                            kind: string;
                            spec: unknown;
                            /** @description From how many lessons, and when */
                            learnt: unknown;
                            /** Format: date-time */
                            madeAt: string;
                        }[];
                    };
                };
            };
        };
    };
    makePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    spec: {
                        /** @enum {string} */
                        kind: "rule";
                        rules: {
                            when: {
                                of: "context" | "option";
                                feature: string;
                                is: "=" | "!=" | "<" | "<=" | ">" | ">=";
                                value: number | boolean | string;
                            }[];
                            choose: string;
                        }[];
                        otherwise: string;
                    } | {
                        /** @enum {string} */
                        kind: "linear";
                        weights: {
                            [key: string]: number;
                        };
                        temperature: number;
                    } | {
                        /** @enum {string} */
                        kind: "linear";
                        weights: {
                            [key: string]: number;
                        };
                        epsilon: number;
                    } | {
                        /** @enum {string} */
                        kind: "beta-thompson";
                        prior: {
                            a: number;
                            b: number;
                        };
                        arms: {
                            [key: string]: {
                                a: number;
                                b: number;
                            };
                        };
                        exploration: number;
                    } | {
                        /** @enum {string} */
                        kind: "linear-thompson";
                        /** @description Of `saveModel`; absent: one that knows nothing */
                        model?: unknown;
                        scale: number;
                        draws: number;
                    } | {
                        /** @enum {string} */
                        kind: "lin-ucb";
                        /** @description Of `saveModel`; absent: one that knows nothing */
                        model?: unknown;
                        alpha: number;
                        epsilon: number;
                    } | {
                        /** @enum {string} */
                        kind: "logistic";
                        /** @description Of `saveModel`; absent: one that knows nothing */
                        model?: unknown;
                        temperature: number;
                    } | {
                        /** @enum {string} */
                        kind: "logistic";
                        /** @description Of `saveModel`; absent: one that knows nothing */
                        model?: unknown;
                        epsilon: number;
                    } | {
                        /** @enum {string} */
                        kind: "trees";
                        model: unknown;
                        /** @description What options are worth whatever the context: not learnt */
                        known?: {
                            [key: string]: number;
                        };
                        temperature: number;
                    } | {
                        /** @enum {string} */
                        kind: "trees";
                        model: unknown;
                        /** @description What options are worth whatever the context: not learnt */
                        known?: {
                            [key: string]: number;
                        };
                        epsilon: number;
                    };
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
                        name: string;
                        version: number;
                        hash: string;
                    };
                };
            };
        };
    };
    learnPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                policy: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    since?: string;
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
                        name: string;
                        version: number;
                        hash: string;
                        lessons: number;
                        overrides: number;
                    };
                };
            };
        };
    };
    getTrainingSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                policy: string;
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
                        everyHours: number | null;
                        afterOutcomes: number | null;
                    };
                };
            };
        };
    };
    scheduleTraining: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                policy: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    everyHours: number | null;
                    afterOutcomes: number | null;
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
                        everyHours: number | null;
                        afterOutcomes: number | null;
                    };
                };
            };
        };
    };
    promotePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                policy: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    version: number;
                    stage: "shadow" | "canary" | "live" | "retired";
                    canaryBps?: number;
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
                        policy: string;
                        version: number;
                        stage: string;
                    };
                };
            };
        };
    };
    trainPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
                policy: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Decisions from here on; default all
                     */
                    since?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description False: this one is under way already */
                        isNew: boolean;
                    };
                };
            };
        };
    };
    replayDecisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    policy: string;
                    version?: number;
                    /** Format: date-time */
                    since: string;
                    /** Format: date-time */
                    until?: string;
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
                        policy: string;
                        version: number;
                        decisions: number;
                        overridden: number;
                        loggedValue: number;
                        estimator: string;
                        value: number;
                        /** @description Of the 95 % interval */
                        low: number;
                        high: number;
                        effectiveSampleSize: number;
                        largestWeight: number;
                        /** @description Empty when the estimate may be used */
                        warnings: string[];
                        /** @description Over what was done, decision by decision; the interval is of 99.5 % */
                        gain?: {
                            value: number;
                            low: number;
                            high: number;
                        };
                        left: {
                            fallback: number;
                            open: number;
                            unreadable: number;
                        };
                    };
                };
            };
        };
    };
    listTrainings: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                point: string;
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
                            /** Format: uuid */
                            id: string;
                            point: string;
                            policy: string;
                            /** @description That learns: the parent of what it makes */
                            version: number;
                            made: number | null;
                            /** @description waiting, running, done, failed, cancelled */
                            state: string;
                            progress: number;
                            lessons: number;
                            askedBy: string | null;
                            /** Format: date-time */
                            askedAt: string;
                            endedAt: string | null;
                            /** Format: date-time */
                            since: string;
                            until: string | null;
                            error: string | null;
                            metrics: {
                                decisions: number;
                                learnt: {
                                    /** @description What a decision would have earned */
                                    value: number;
                                    low: number;
                                    high: number;
                                    effectiveSampleSize: number;
                                    warnings: number;
                                } | null;
                                parent: {
                                    /** @description What a decision would have earned */
                                    value: number;
                                    low: number;
                                    high: number;
                                    effectiveSampleSize: number;
                                    warnings: number;
                                } | null;
                            } | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listDecisionSwitches: {
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
                            point: string;
                            isOff: boolean;
                            /** Format: uuid */
                            changedBy: string;
                            /** Format: date-time */
                            changedAt: string;
                        }[];
                    };
                };
            };
        };
    };
    switchDecisionPoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                point: "all" | string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    isOff: boolean;
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
                        isOff: boolean;
                    };
                };
            };
        };
    };
    getTraining: {
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
                        point: string;
                        policy: string;
                        /** @description That learns: the parent of what it makes */
                        version: number;
                        made: number | null;
                        /** @description waiting, running, done, failed, cancelled */
                        state: string;
                        progress: number;
                        lessons: number;
                        askedBy: string | null;
                        /** Format: date-time */
                        askedAt: string;
                        endedAt: string | null;
                        /** Format: date-time */
                        since: string;
                        until: string | null;
                        error: string | null;
                        metrics: {
                            decisions: number;
                            learnt: {
                                /** @description What a decision would have earned */
                                value: number;
                                low: number;
                                high: number;
                                effectiveSampleSize: number;
                                warnings: number;
                            } | null;
                            parent: {
                                /** @description What a decision would have earned */
                                value: number;
                                low: number;
                                high: number;
                                effectiveSampleSize: number;
                                warnings: number;
                            } | null;
                        } | null;
                    };
                };
            };
        };
    };
    cancelTraining: {
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
                        point: string;
                        policy: string;
                        /** @description That learns: the parent of what it makes */
                        version: number;
                        made: number | null;
                        /** @description waiting, running, done, failed, cancelled */
                        state: string;
                        progress: number;
                        lessons: number;
                        askedBy: string | null;
                        /** Format: date-time */
                        askedAt: string;
                        endedAt: string | null;
                        /** Format: date-time */
                        since: string;
                        until: string | null;
                        error: string | null;
                        metrics: {
                            decisions: number;
                            learnt: {
                                /** @description What a decision would have earned */
                                value: number;
                                low: number;
                                high: number;
                                effectiveSampleSize: number;
                                warnings: number;
                            } | null;
                            parent: {
                                /** @description What a decision would have earned */
                                value: number;
                                low: number;
                                high: number;
                                effectiveSampleSize: number;
                                warnings: number;
                            } | null;
                        } | null;
                    };
                };
            };
        };
    };
    getDecision: {
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
                        /** Format: date-time */
                        at: string;
                        point: string;
                        pointVersion: number;
                        subject: string | null;
                        onBehalfOf: string | null;
                        reference: string | null;
                        context: {
                            [key: string]: {
                                value: number | boolean | string;
                                eventId: string | null;
                            };
                        } | null;
                        options: {
                            id: string;
                            score: number | null;
                            p: number;
                            blockedBy?: string;
                        }[];
                        /** @description Hash of all that could be chosen */
                        candidates: string;
                        featurePos: number | null;
                        streamPos: number | null;
                        chosen: string[];
                        conditional: number[];
                        pChosen: number;
                        policy: {
                            name: string;
                            version: number;
                            hash: string;
                        } | null;
                        seed: string;
                        experiments: unknown;
                        reasons: string[];
                        /** @description What a policy in shadow would have chosen */
                        counterfactual: unknown;
                        latencyMs: number;
                        /** @description auto, suggest, shadow; human once somebody has overridden it */
                        mode: string;
                        fallback: string | null;
                        override: {
                            /** Format: uuid */
                            by: string;
                            /** Format: date-time */
                            at: string;
                            why: string;
                            to: string;
                        } | null;
                        /** @description Cases in which it is contested */
                        contests: {
                            /** Format: uuid */
                            case: string;
                            /** Format: date-time */
                            at: string;
                        }[];
                        outcomes: {
                            metric: string;
                            value: number;
                            /** Format: date-time */
                            at: string;
                            /** Format: uuid */
                            eventId: string;
                        }[];
                        value: number | null;
                    };
                };
            };
        };
    };
    contestDecision: {
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
                    words: string;
                    instead?: string;
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
                        /** @description False: you have contested it already; this is that case */
                        isNew: boolean;
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
                        id: string;
                        /** @description False: you have contested it already; this is that case */
                        isNew: boolean;
                    };
                };
            };
        };
    };
    tellOutcome: {
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
                    metric: string;
                    value: number;
                    /** Format: date-time */
                    at?: string;
                    /** Format: uuid */
                    eventId?: string;
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
                        status: "joined" | "already";
                        /** @description Told after its window, about something within it */
                        isLate: boolean;
                        /** @description Of the decision, all outcomes weighted */
                        value: number;
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
                        status: "joined" | "already";
                        /** @description Told after its window, about something within it */
                        isLate: boolean;
                        /** @description Of the decision, all outcomes weighted */
                        value: number;
                    };
                };
            };
        };
    };
    overrideDecision: {
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
                    to: string;
                    why: string;
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
                        /** Format: date-time */
                        at: string;
                        point: string;
                        pointVersion: number;
                        subject: string | null;
                        onBehalfOf: string | null;
                        reference: string | null;
                        context: {
                            [key: string]: {
                                value: number | boolean | string;
                                eventId: string | null;
                            };
                        } | null;
                        options: {
                            id: string;
                            score: number | null;
                            p: number;
                            blockedBy?: string;
                        }[];
                        /** @description Hash of all that could be chosen */
                        candidates: string;
                        featurePos: number | null;
                        streamPos: number | null;
                        chosen: string[];
                        conditional: number[];
                        pChosen: number;
                        policy: {
                            name: string;
                            version: number;
                            hash: string;
                        } | null;
                        seed: string;
                        experiments: unknown;
                        reasons: string[];
                        /** @description What a policy in shadow would have chosen */
                        counterfactual: unknown;
                        latencyMs: number;
                        /** @description auto, suggest, shadow; human once somebody has overridden it */
                        mode: string;
                        fallback: string | null;
                        override: {
                            /** Format: uuid */
                            by: string;
                            /** Format: date-time */
                            at: string;
                            why: string;
                            to: string;
                        } | null;
                        /** @description Cases in which it is contested */
                        contests: {
                            /** Format: uuid */
                            case: string;
                            /** Format: date-time */
                            at: string;
                        }[];
                        outcomes: {
                            metric: string;
                            value: number;
                            /** Format: date-time */
                            at: string;
                            /** Format: uuid */
                            eventId: string;
                        }[];
                        value: number | null;
                    };
                };
            };
        };
    };
    explainDecision: {
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
                        point: string;
                        /**
                         * @description human: a person has overridden it
                         * @enum {unknown}
                         */
                        mode: "auto" | "shadow" | "suggest" | "human";
                        /** @description What could be chosen */
                        options: string[];
                        chosen: string[];
                        pChosen: number;
                        reasons: string[];
                        context: {
                            [key: string]: number | boolean | string;
                        };
                        fallback: string | null;
                        flip: {
                            feature: string;
                            from: number | boolean | string;
                            to: number | boolean | string;
                            chosen: string;
                        } | null;
                        /** @description The smallest change of each feature that changes it alone */
                        flips: {
                            feature: string;
                            from: number | boolean | string;
                            to: number | boolean | string;
                            chosen: string;
                        }[];
                    };
                };
            };
        };
    };
    searchDirectory: {
        parameters: {
            query: {
                /** @description Part of a name */
                q: string;
                kind?: "person" | "firm";
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
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            slug: string;
                            name: string;
                            /** @description File id */
                            picture: string | null;
                            isVerified: boolean;
                        }[];
                    };
                };
            };
        };
    };
    listEventCounters: {
        parameters: {
            query?: {
                by?: "type" | "subject" | "minute";
                type?: string;
                subject?: string;
                /** @description Town time */
                from?: string;
                /** @description Town time */
                until?: string;
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
                            type?: string;
                            subject?: string | null;
                            /**
                             * Format: date-time
                             * @description Town time
                             */
                            minute?: string;
                            count: number;
                        }[];
                        /** @description Everything up to this position of the stream is counted */
                        position: number;
                    };
                };
            };
        };
    };
    rebuildEventCounter: {
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
                        events: number;
                        /** @description SHA-256 over all counters */
                        before: string;
                        after: string;
                        isIdentical: boolean;
                    };
                };
            };
        };
    };
    getEventQuarantine: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
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
                            /** Format: uuid */
                            sender: string;
                            /**
                             * Format: date-time
                             * @description Town time
                             */
                            receivedAt: string;
                            pointer: string;
                            reason: string;
                            type: string | null;
                            /** @description Its JSON, cut when long; null once erased */
                            event: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listEventTypes: {
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
                            type: string;
                            version: number;
                            /** @enum {unknown} */
                            purpose: "service" | "analytics" | "personalisation" | "advertising";
                            title: string;
                            /** EventDataSchema */
                            schema: {
                                /** @enum {string} */
                                type: "object";
                                properties: {
                                    [key: string]: ({
                                        /** @enum {string} */
                                        type: "string";
                                        maxLength: number;
                                        minLength?: number;
                                        title?: string;
                                        /**
                                         * @description Kept under the key of the person, and forgotten with it
                                         * @enum {boolean}
                                         */
                                        personal?: true;
                                    } | {
                                        /** @enum {string} */
                                        type: "string";
                                        enum: string[];
                                        title?: string;
                                        /**
                                         * @description Kept under the key of the person, and forgotten with it
                                         * @enum {boolean}
                                         */
                                        personal?: true;
                                    } | {
                                        /** @enum {string} */
                                        type: "string";
                                        /** @enum {unknown} */
                                        format: "uuid" | "date-time" | "date";
                                        title?: string;
                                        /**
                                         * @description Kept under the key of the person, and forgotten with it
                                         * @enum {boolean}
                                         */
                                        personal?: true;
                                    } | {
                                        /** @enum {unknown} */
                                        type: "integer" | "number";
                                        minimum?: number;
                                        maximum?: number;
                                        title?: string;
                                        /**
                                         * @description Kept under the key of the person, and forgotten with it
                                         * @enum {boolean}
                                         */
                                        personal?: true;
                                    } | {
                                        /** @enum {string} */
                                        type: "boolean";
                                        title?: string;
                                        /**
                                         * @description Kept under the key of the person, and forgotten with it
                                         * @enum {boolean}
                                         */
                                        personal?: true;
                                    }) | {
                                        /** @enum {string} */
                                        type: "array";
                                        items: {
                                            /** @enum {string} */
                                            type: "string";
                                            maxLength: number;
                                            minLength?: number;
                                            title?: string;
                                            /**
                                             * @description Kept under the key of the person, and forgotten with it
                                             * @enum {boolean}
                                             */
                                            personal?: true;
                                        } | {
                                            /** @enum {string} */
                                            type: "string";
                                            enum: string[];
                                            title?: string;
                                            /**
                                             * @description Kept under the key of the person, and forgotten with it
                                             * @enum {boolean}
                                             */
                                            personal?: true;
                                        } | {
                                            /** @enum {string} */
                                            type: "string";
                                            /** @enum {unknown} */
                                            format: "uuid" | "date-time" | "date";
                                            title?: string;
                                            /**
                                             * @description Kept under the key of the person, and forgotten with it
                                             * @enum {boolean}
                                             */
                                            personal?: true;
                                        } | {
                                            /** @enum {unknown} */
                                            type: "integer" | "number";
                                            minimum?: number;
                                            maximum?: number;
                                            title?: string;
                                            /**
                                             * @description Kept under the key of the person, and forgotten with it
                                             * @enum {boolean}
                                             */
                                            personal?: true;
                                        } | {
                                            /** @enum {string} */
                                            type: "boolean";
                                            title?: string;
                                            /**
                                             * @description Kept under the key of the person, and forgotten with it
                                             * @enum {boolean}
                                             */
                                            personal?: true;
                                        };
                                        maxItems: number;
                                        title?: string;
                                        /**
                                         * @description Kept under the key of the person, and forgotten with it
                                         * @enum {boolean}
                                         */
                                        personal?: true;
                                    };
                                };
                                required?: string[];
                            };
                        }[];
                        /** @description JSON Schema of what stands around `data` */
                        envelope: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
    };
    createEventType: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    type: string;
                    /** @enum {unknown} */
                    purpose: "service" | "analytics" | "personalisation" | "advertising";
                    title: string;
                    /** EventDataSchema */
                    schema: {
                        /** @enum {string} */
                        type: "object";
                        properties: {
                            [key: string]: ({
                                /** @enum {string} */
                                type: "string";
                                maxLength: number;
                                minLength?: number;
                                title?: string;
                                /**
                                 * @description Kept under the key of the person, and forgotten with it
                                 * @enum {boolean}
                                 */
                                personal?: true;
                            } | {
                                /** @enum {string} */
                                type: "string";
                                enum: string[];
                                title?: string;
                                /**
                                 * @description Kept under the key of the person, and forgotten with it
                                 * @enum {boolean}
                                 */
                                personal?: true;
                            } | {
                                /** @enum {string} */
                                type: "string";
                                /** @enum {unknown} */
                                format: "uuid" | "date-time" | "date";
                                title?: string;
                                /**
                                 * @description Kept under the key of the person, and forgotten with it
                                 * @enum {boolean}
                                 */
                                personal?: true;
                            } | {
                                /** @enum {unknown} */
                                type: "integer" | "number";
                                minimum?: number;
                                maximum?: number;
                                title?: string;
                                /**
                                 * @description Kept under the key of the person, and forgotten with it
                                 * @enum {boolean}
                                 */
                                personal?: true;
                            } | {
                                /** @enum {string} */
                                type: "boolean";
                                title?: string;
                                /**
                                 * @description Kept under the key of the person, and forgotten with it
                                 * @enum {boolean}
                                 */
                                personal?: true;
                            }) | {
                                /** @enum {string} */
                                type: "array";
                                items: {
                                    /** @enum {string} */
                                    type: "string";
                                    maxLength: number;
                                    minLength?: number;
                                    title?: string;
                                    /**
                                     * @description Kept under the key of the person, and forgotten with it
                                     * @enum {boolean}
                                     */
                                    personal?: true;
                                } | {
                                    /** @enum {string} */
                                    type: "string";
                                    enum: string[];
                                    title?: string;
                                    /**
                                     * @description Kept under the key of the person, and forgotten with it
                                     * @enum {boolean}
                                     */
                                    personal?: true;
                                } | {
                                    /** @enum {string} */
                                    type: "string";
                                    /** @enum {unknown} */
                                    format: "uuid" | "date-time" | "date";
                                    title?: string;
                                    /**
                                     * @description Kept under the key of the person, and forgotten with it
                                     * @enum {boolean}
                                     */
                                    personal?: true;
                                } | {
                                    /** @enum {unknown} */
                                    type: "integer" | "number";
                                    minimum?: number;
                                    maximum?: number;
                                    title?: string;
                                    /**
                                     * @description Kept under the key of the person, and forgotten with it
                                     * @enum {boolean}
                                     */
                                    personal?: true;
                                } | {
                                    /** @enum {string} */
                                    type: "boolean";
                                    title?: string;
                                    /**
                                     * @description Kept under the key of the person, and forgotten with it
                                     * @enum {boolean}
                                     */
                                    personal?: true;
                                };
                                maxItems: number;
                                title?: string;
                                /**
                                 * @description Kept under the key of the person, and forgotten with it
                                 * @enum {boolean}
                                 */
                                personal?: true;
                            };
                        };
                        required?: string[];
                    };
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
                        type: string;
                        version: number;
                        /** @enum {unknown} */
                        purpose: "service" | "analytics" | "personalisation" | "advertising";
                        title: string;
                        /** EventDataSchema */
                        schema: {
                            /** @enum {string} */
                            type: "object";
                            properties: {
                                [key: string]: ({
                                    /** @enum {string} */
                                    type: "string";
                                    maxLength: number;
                                    minLength?: number;
                                    title?: string;
                                    /**
                                     * @description Kept under the key of the person, and forgotten with it
                                     * @enum {boolean}
                                     */
                                    personal?: true;
                                } | {
                                    /** @enum {string} */
                                    type: "string";
                                    enum: string[];
                                    title?: string;
                                    /**
                                     * @description Kept under the key of the person, and forgotten with it
                                     * @enum {boolean}
                                     */
                                    personal?: true;
                                } | {
                                    /** @enum {string} */
                                    type: "string";
                                    /** @enum {unknown} */
                                    format: "uuid" | "date-time" | "date";
                                    title?: string;
                                    /**
                                     * @description Kept under the key of the person, and forgotten with it
                                     * @enum {boolean}
                                     */
                                    personal?: true;
                                } | {
                                    /** @enum {unknown} */
                                    type: "integer" | "number";
                                    minimum?: number;
                                    maximum?: number;
                                    title?: string;
                                    /**
                                     * @description Kept under the key of the person, and forgotten with it
                                     * @enum {boolean}
                                     */
                                    personal?: true;
                                } | {
                                    /** @enum {string} */
                                    type: "boolean";
                                    title?: string;
                                    /**
                                     * @description Kept under the key of the person, and forgotten with it
                                     * @enum {boolean}
                                     */
                                    personal?: true;
                                }) | {
                                    /** @enum {string} */
                                    type: "array";
                                    items: {
                                        /** @enum {string} */
                                        type: "string";
                                        maxLength: number;
                                        minLength?: number;
                                        title?: string;
                                        /**
                                         * @description Kept under the key of the person, and forgotten with it
                                         * @enum {boolean}
                                         */
                                        personal?: true;
                                    } | {
                                        /** @enum {string} */
                                        type: "string";
                                        enum: string[];
                                        title?: string;
                                        /**
                                         * @description Kept under the key of the person, and forgotten with it
                                         * @enum {boolean}
                                         */
                                        personal?: true;
                                    } | {
                                        /** @enum {string} */
                                        type: "string";
                                        /** @enum {unknown} */
                                        format: "uuid" | "date-time" | "date";
                                        title?: string;
                                        /**
                                         * @description Kept under the key of the person, and forgotten with it
                                         * @enum {boolean}
                                         */
                                        personal?: true;
                                    } | {
                                        /** @enum {unknown} */
                                        type: "integer" | "number";
                                        minimum?: number;
                                        maximum?: number;
                                        title?: string;
                                        /**
                                         * @description Kept under the key of the person, and forgotten with it
                                         * @enum {boolean}
                                         */
                                        personal?: true;
                                    } | {
                                        /** @enum {string} */
                                        type: "boolean";
                                        title?: string;
                                        /**
                                         * @description Kept under the key of the person, and forgotten with it
                                         * @enum {boolean}
                                         */
                                        personal?: true;
                                    };
                                    maxItems: number;
                                    title?: string;
                                    /**
                                     * @description Kept under the key of the person, and forgotten with it
                                     * @enum {boolean}
                                     */
                                    personal?: true;
                                };
                            };
                            required?: string[];
                        };
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
    createEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    events: unknown[];
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
                        stored: number;
                        duplicates: {
                            index: number;
                            /** @description Of the first, which stands */
                            id: string;
                        }[];
                        quarantined: {
                            index: number;
                            /** @description JSON Pointer into the event */
                            pointer: string;
                            detail: string;
                        }[];
                        /** @description Counters that have come so far count these events */
                        position: number;
                    };
                };
            };
        };
    };
    tellAnonymously: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    events: {
                        /** @enum {unknown} */
                        type: "impression" | "click" | "basket";
                        /** Format: uuid */
                        subject: string;
                        data: {
                            place: string;
                            position: number;
                            /**
                             * Format: uuid
                             * @description That put it into its place
                             */
                            decision: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description A cursor `POS.N`; default now */
                after?: string;
                /** @description Without a cursor: begin with what happened within so many milliseconds before */
                backMs?: number;
                /** @description CloudEvents 1.0 when asked for */
                format?: "plain" | "cloudevents";
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
    listExceptions: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                business?: string;
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
                            /** @description Of the first line */
                            title: string;
                            state: string;
                            stateTitle: string | {
                                [key: string]: string;
                            };
                            stuck: string | null;
                            waitsFor: ("arbiter" | "operator") | null;
                            /** Format: date-time */
                            placedAt: string;
                            currency: string;
                            heldMinor: number;
                            roles: {
                                [key: string]: string;
                            };
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listExperiments: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description One state or several, by commas */
                state?: string;
                /** @description In title, hypothesis or lesson */
                text?: string;
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
                            experiment: string;
                            title: string;
                            hypothesis: string;
                            /** @enum {unknown} */
                            state: "draft" | "ramping" | "running" | "stopped" | "shipped" | "binned";
                            layer: string;
                            unit: string;
                            /** @description Share of its units that take part now */
                            rampBps: number;
                            /**
                             * Format: date-time
                             * @description Town time
                             */
                            declaredAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            plannedDays: number;
                            stopReason: string | null;
                            stopGuard: string | null;
                            shipped: string | null;
                            lesson: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    tellExposures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    exposures: {
                        experiment: string;
                        targetingKey?: string;
                        session?: string;
                        /**
                         * Format: date-time
                         * @description Town time
                         */
                        at?: string;
                        arm?: string;
                        epoch?: number;
                        attributes?: {
                            [key: string]: unknown;
                        };
                        /** @description Covariates that the caller knows, by metric */
                        before?: {
                            [key: string]: number;
                        };
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
                        new: number;
                        known: number;
                        /** @description Units that had met another arm */
                        crossed: number;
                        refused: {
                            index: number;
                            pointer: string;
                            detail: string;
                        }[];
                    };
                };
            };
        };
    };
    tellExperimentOutcomes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    outcomes: {
                        experiment: string;
                        targetingKey?: string;
                        session?: string;
                        /**
                         * Format: date-time
                         * @description Town time
                         */
                        at?: string;
                        /**
                         * Format: uuid
                         * @description Counts once
                         */
                        id: string;
                        metric: string;
                        /**
                         * @description `per`: what a ratio is taken over
                         * @enum {unknown}
                         */
                        part?: "of" | "per";
                        value: number;
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
                        new: number;
                        known: number;
                        refused: {
                            index: number;
                            pointer: string;
                            detail: string;
                        }[];
                    };
                };
            };
        };
    };
    reckonPower: {
        parameters: {
            query: {
                baseline: number;
                effect: number;
                /** @description Absent: a rate */
                deviation?: number;
                power?: number;
                level?: number;
                arms?: number;
                /** @description Variance that a covariate explains */
                explained?: number;
                unitsPerDay?: number;
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
                        /** @description For one look at the end */
                        unitsPerArmFixed: number;
                        /** @description For looks at any time */
                        unitsPerArm: number;
                        units: number;
                        days: number | null;
                    };
                };
            };
        };
    };
    getExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: string;
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
                        experiment: string;
                        title: string;
                        hypothesis: string;
                        /** @enum {unknown} */
                        state: "draft" | "ramping" | "running" | "stopped" | "shipped" | "binned";
                        layer: string;
                        unit: string;
                        /** @description Share of its units that take part now */
                        rampBps: number;
                        /**
                         * Format: date-time
                         * @description Town time
                         */
                        declaredAt: string;
                        startedAt: string | null;
                        endedAt: string | null;
                        plannedDays: number;
                        stopReason: string | null;
                        stopGuard: string | null;
                        shipped: string | null;
                        lesson: string | null;
                        /** @description Of the ramp; -1 before the start */
                        step: number;
                        steppedAt: string | null;
                        /** @description How often the weights were shifted */
                        epoch: number;
                        /** @description Probability of each arm */
                        shares: {
                            [key: string]: number;
                        };
                        declaration: {
                            title: string;
                            hypothesis: string;
                            /** @default default */
                            layer: string;
                            /**
                             * @description Share of the layer
                             * @default 10000
                             */
                            shareBps: number;
                            /** @enum {unknown} */
                            unit: "person" | "session" | "item" | "block";
                            /** @description Of a switchback, in town time */
                            block?: {
                                lengthMs: number;
                                washoutMs: number;
                            };
                            /** @description The first is the control */
                            arms: {
                                name: string;
                                weight: number;
                            }[];
                            eligibility?: {
                                attribute: string;
                                /** @enum {unknown} */
                                is: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not-in" | "starts-with" | "ends-with" | "contains" | "exists";
                                value: (boolean | number | string) | (boolean | number | string)[];
                            }[];
                            metrics: {
                                name: string;
                                /** @enum {unknown} */
                                role: "primary" | "secondary" | "guard";
                                /** @enum {unknown} */
                                better: "up" | "down";
                                /** @enum {unknown} */
                                kind: "rate" | "mean" | "ratio";
                                /** @description Town time, ms */
                                windowMs: number;
                                from?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                per?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                /** @description Town time, ms */
                                covariateMs?: number;
                                /** @description Smallest change worth finding, absolute */
                                effect: number;
                                tolerance?: number;
                            }[];
                            plannedDays: number;
                            /** @description Shares of the units, basis points; absent: all at once */
                            ramp?: {
                                steps: number[];
                                /** @description Town time, ms */
                                stepMs: number;
                                isAutomatic: boolean;
                            };
                            allocation?: {
                                /** @enum {string} */
                                kind: "fixed";
                            } | {
                                /** @enum {string} */
                                kind: "bandit";
                                floor: number;
                                minUnits: number;
                            };
                            drives?: ({
                                /** @enum {string} */
                                kind: "flag";
                                flag: string;
                            } | {
                                /** @enum {string} */
                                kind: "point";
                                point: string;
                                policies: {
                                    [key: string]: {
                                        policy: string;
                                        version: number;
                                    };
                                };
                            }) | null;
                        };
                    };
                };
            };
        };
    };
    declareExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    hypothesis: string;
                    /** @default default */
                    layer: string;
                    /**
                     * @description Share of the layer
                     * @default 10000
                     */
                    shareBps: number;
                    /** @enum {unknown} */
                    unit: "person" | "session" | "item" | "block";
                    /** @description Of a switchback, in town time */
                    block?: {
                        lengthMs: number;
                        washoutMs: number;
                    };
                    /** @description The first is the control */
                    arms: {
                        name: string;
                        weight: number;
                    }[];
                    eligibility?: {
                        attribute: string;
                        /** @enum {unknown} */
                        is: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not-in" | "starts-with" | "ends-with" | "contains" | "exists";
                        value: (boolean | number | string) | (boolean | number | string)[];
                    }[];
                    metrics: {
                        name: string;
                        /** @enum {unknown} */
                        role: "primary" | "secondary" | "guard";
                        /** @enum {unknown} */
                        better: "up" | "down";
                        /** @enum {unknown} */
                        kind: "rate" | "mean" | "ratio";
                        /** @description Town time, ms */
                        windowMs: number;
                        from?: {
                            /** @enum {unknown} */
                            source: "log" | "interactions";
                            type: string;
                            /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                            unit: string;
                            /** @description Number in the data; absent: 1 */
                            value?: string;
                        };
                        per?: {
                            /** @enum {unknown} */
                            source: "log" | "interactions";
                            type: string;
                            /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                            unit: string;
                            /** @description Number in the data; absent: 1 */
                            value?: string;
                        };
                        /** @description Town time, ms */
                        covariateMs?: number;
                        /** @description Smallest change worth finding, absolute */
                        effect: number;
                        tolerance?: number;
                    }[];
                    plannedDays: number;
                    /** @description Shares of the units, basis points; absent: all at once */
                    ramp?: {
                        steps: number[];
                        /** @description Town time, ms */
                        stepMs: number;
                        isAutomatic: boolean;
                    };
                    allocation?: {
                        /** @enum {string} */
                        kind: "fixed";
                    } | {
                        /** @enum {string} */
                        kind: "bandit";
                        floor: number;
                        minUnits: number;
                    };
                    drives?: ({
                        /** @enum {string} */
                        kind: "flag";
                        flag: string;
                    } | {
                        /** @enum {string} */
                        kind: "point";
                        point: string;
                        policies: {
                            [key: string]: {
                                policy: string;
                                version: number;
                            };
                        };
                    }) | null;
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
                        experiment: string;
                        title: string;
                        hypothesis: string;
                        /** @enum {unknown} */
                        state: "draft" | "ramping" | "running" | "stopped" | "shipped" | "binned";
                        layer: string;
                        unit: string;
                        /** @description Share of its units that take part now */
                        rampBps: number;
                        /**
                         * Format: date-time
                         * @description Town time
                         */
                        declaredAt: string;
                        startedAt: string | null;
                        endedAt: string | null;
                        plannedDays: number;
                        stopReason: string | null;
                        stopGuard: string | null;
                        shipped: string | null;
                        lesson: string | null;
                        /** @description Of the ramp; -1 before the start */
                        step: number;
                        steppedAt: string | null;
                        /** @description How often the weights were shifted */
                        epoch: number;
                        /** @description Probability of each arm */
                        shares: {
                            [key: string]: number;
                        };
                        declaration: {
                            title: string;
                            hypothesis: string;
                            /** @default default */
                            layer: string;
                            /**
                             * @description Share of the layer
                             * @default 10000
                             */
                            shareBps: number;
                            /** @enum {unknown} */
                            unit: "person" | "session" | "item" | "block";
                            /** @description Of a switchback, in town time */
                            block?: {
                                lengthMs: number;
                                washoutMs: number;
                            };
                            /** @description The first is the control */
                            arms: {
                                name: string;
                                weight: number;
                            }[];
                            eligibility?: {
                                attribute: string;
                                /** @enum {unknown} */
                                is: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not-in" | "starts-with" | "ends-with" | "contains" | "exists";
                                value: (boolean | number | string) | (boolean | number | string)[];
                            }[];
                            metrics: {
                                name: string;
                                /** @enum {unknown} */
                                role: "primary" | "secondary" | "guard";
                                /** @enum {unknown} */
                                better: "up" | "down";
                                /** @enum {unknown} */
                                kind: "rate" | "mean" | "ratio";
                                /** @description Town time, ms */
                                windowMs: number;
                                from?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                per?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                /** @description Town time, ms */
                                covariateMs?: number;
                                /** @description Smallest change worth finding, absolute */
                                effect: number;
                                tolerance?: number;
                            }[];
                            plannedDays: number;
                            /** @description Shares of the units, basis points; absent: all at once */
                            ramp?: {
                                steps: number[];
                                /** @description Town time, ms */
                                stepMs: number;
                                isAutomatic: boolean;
                            };
                            allocation?: {
                                /** @enum {string} */
                                kind: "fixed";
                            } | {
                                /** @enum {string} */
                                kind: "bandit";
                                floor: number;
                                minUnits: number;
                            };
                            drives?: ({
                                /** @enum {string} */
                                kind: "flag";
                                flag: string;
                            } | {
                                /** @enum {string} */
                                kind: "point";
                                point: string;
                                policies: {
                                    [key: string]: {
                                        policy: string;
                                        version: number;
                                    };
                                };
                            }) | null;
                        };
                    };
                };
            };
        };
    };
    lookAtExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: string;
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
                        analysis: {
                            units: number;
                            arms: {
                                arm: string;
                                units: number;
                                /** @description By the recorded probabilities */
                                expected: number;
                                /** @description Units that met another arm as well */
                                crossed: number;
                            }[];
                            sampleRatio: {
                                /** @enum {unknown} */
                                status: "too-few" | "as-intended" | "broken";
                                pValue: number | null;
                                chiSquare: number | null;
                            };
                            /** @description The split is not the one intended (p < 0.001): results are withheld */
                            isLocked: boolean;
                            metrics: {
                                metric: string;
                                arms: {
                                    arm: string;
                                    units: number;
                                    mean: number | null;
                                    deviation: number | null;
                                }[];
                                /** @description Valid however often one looks */
                                comparisons: {
                                    arm: string;
                                    /** @description Less the control */
                                    difference: number;
                                    low: number;
                                    high: number;
                                    level: number;
                                    pValue: number;
                                    isSignificant: boolean;
                                    cuped: {
                                        theta: number;
                                        varianceRemoved: number;
                                    } | null;
                                }[];
                                /** @enum {unknown} */
                                missing: "nothing" | "units" | "variation" | "sample-ratio";
                            }[];
                        };
                        act: {
                            /** @enum {unknown} */
                            kind: "stop" | "step" | "shift";
                        } | null;
                    };
                };
            };
        };
    };
    rampExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The step to stand on, from 0 */
                    step: number;
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
                        experiment: string;
                        title: string;
                        hypothesis: string;
                        /** @enum {unknown} */
                        state: "draft" | "ramping" | "running" | "stopped" | "shipped" | "binned";
                        layer: string;
                        unit: string;
                        /** @description Share of its units that take part now */
                        rampBps: number;
                        /**
                         * Format: date-time
                         * @description Town time
                         */
                        declaredAt: string;
                        startedAt: string | null;
                        endedAt: string | null;
                        plannedDays: number;
                        stopReason: string | null;
                        stopGuard: string | null;
                        shipped: string | null;
                        lesson: string | null;
                        /** @description Of the ramp; -1 before the start */
                        step: number;
                        steppedAt: string | null;
                        /** @description How often the weights were shifted */
                        epoch: number;
                        /** @description Probability of each arm */
                        shares: {
                            [key: string]: number;
                        };
                        declaration: {
                            title: string;
                            hypothesis: string;
                            /** @default default */
                            layer: string;
                            /**
                             * @description Share of the layer
                             * @default 10000
                             */
                            shareBps: number;
                            /** @enum {unknown} */
                            unit: "person" | "session" | "item" | "block";
                            /** @description Of a switchback, in town time */
                            block?: {
                                lengthMs: number;
                                washoutMs: number;
                            };
                            /** @description The first is the control */
                            arms: {
                                name: string;
                                weight: number;
                            }[];
                            eligibility?: {
                                attribute: string;
                                /** @enum {unknown} */
                                is: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not-in" | "starts-with" | "ends-with" | "contains" | "exists";
                                value: (boolean | number | string) | (boolean | number | string)[];
                            }[];
                            metrics: {
                                name: string;
                                /** @enum {unknown} */
                                role: "primary" | "secondary" | "guard";
                                /** @enum {unknown} */
                                better: "up" | "down";
                                /** @enum {unknown} */
                                kind: "rate" | "mean" | "ratio";
                                /** @description Town time, ms */
                                windowMs: number;
                                from?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                per?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                /** @description Town time, ms */
                                covariateMs?: number;
                                /** @description Smallest change worth finding, absolute */
                                effect: number;
                                tolerance?: number;
                            }[];
                            plannedDays: number;
                            /** @description Shares of the units, basis points; absent: all at once */
                            ramp?: {
                                steps: number[];
                                /** @description Town time, ms */
                                stepMs: number;
                                isAutomatic: boolean;
                            };
                            allocation?: {
                                /** @enum {string} */
                                kind: "fixed";
                            } | {
                                /** @enum {string} */
                                kind: "bandit";
                                floor: number;
                                minUnits: number;
                            };
                            drives?: ({
                                /** @enum {string} */
                                kind: "flag";
                                flag: string;
                            } | {
                                /** @enum {string} */
                                kind: "point";
                                point: string;
                                policies: {
                                    [key: string]: {
                                        policy: string;
                                        version: number;
                                    };
                                };
                            }) | null;
                        };
                    };
                };
            };
        };
    };
    getExperimentResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: string;
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
                        analysis: {
                            units: number;
                            arms: {
                                arm: string;
                                units: number;
                                /** @description By the recorded probabilities */
                                expected: number;
                                /** @description Units that met another arm as well */
                                crossed: number;
                            }[];
                            sampleRatio: {
                                /** @enum {unknown} */
                                status: "too-few" | "as-intended" | "broken";
                                pValue: number | null;
                                chiSquare: number | null;
                            };
                            /** @description The split is not the one intended (p < 0.001): results are withheld */
                            isLocked: boolean;
                            metrics: {
                                metric: string;
                                arms: {
                                    arm: string;
                                    units: number;
                                    mean: number | null;
                                    deviation: number | null;
                                }[];
                                /** @description Valid however often one looks */
                                comparisons: {
                                    arm: string;
                                    /** @description Less the control */
                                    difference: number;
                                    low: number;
                                    high: number;
                                    level: number;
                                    pValue: number;
                                    isSignificant: boolean;
                                    cuped: {
                                        theta: number;
                                        varianceRemoved: number;
                                    } | null;
                                }[];
                                /** @enum {unknown} */
                                missing: "nothing" | "units" | "variation" | "sample-ratio";
                            }[];
                        };
                        looks: {
                            metric: string;
                            arm: string;
                            /**
                             * Format: date-time
                             * @description Town time
                             */
                            at: string;
                            units: number;
                            difference: number;
                            low: number;
                            high: number;
                        }[];
                    };
                };
            };
        };
    };
    startExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: string;
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
                        experiment: string;
                        title: string;
                        hypothesis: string;
                        /** @enum {unknown} */
                        state: "draft" | "ramping" | "running" | "stopped" | "shipped" | "binned";
                        layer: string;
                        unit: string;
                        /** @description Share of its units that take part now */
                        rampBps: number;
                        /**
                         * Format: date-time
                         * @description Town time
                         */
                        declaredAt: string;
                        startedAt: string | null;
                        endedAt: string | null;
                        plannedDays: number;
                        stopReason: string | null;
                        stopGuard: string | null;
                        shipped: string | null;
                        lesson: string | null;
                        /** @description Of the ramp; -1 before the start */
                        step: number;
                        steppedAt: string | null;
                        /** @description How often the weights were shifted */
                        epoch: number;
                        /** @description Probability of each arm */
                        shares: {
                            [key: string]: number;
                        };
                        declaration: {
                            title: string;
                            hypothesis: string;
                            /** @default default */
                            layer: string;
                            /**
                             * @description Share of the layer
                             * @default 10000
                             */
                            shareBps: number;
                            /** @enum {unknown} */
                            unit: "person" | "session" | "item" | "block";
                            /** @description Of a switchback, in town time */
                            block?: {
                                lengthMs: number;
                                washoutMs: number;
                            };
                            /** @description The first is the control */
                            arms: {
                                name: string;
                                weight: number;
                            }[];
                            eligibility?: {
                                attribute: string;
                                /** @enum {unknown} */
                                is: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not-in" | "starts-with" | "ends-with" | "contains" | "exists";
                                value: (boolean | number | string) | (boolean | number | string)[];
                            }[];
                            metrics: {
                                name: string;
                                /** @enum {unknown} */
                                role: "primary" | "secondary" | "guard";
                                /** @enum {unknown} */
                                better: "up" | "down";
                                /** @enum {unknown} */
                                kind: "rate" | "mean" | "ratio";
                                /** @description Town time, ms */
                                windowMs: number;
                                from?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                per?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                /** @description Town time, ms */
                                covariateMs?: number;
                                /** @description Smallest change worth finding, absolute */
                                effect: number;
                                tolerance?: number;
                            }[];
                            plannedDays: number;
                            /** @description Shares of the units, basis points; absent: all at once */
                            ramp?: {
                                steps: number[];
                                /** @description Town time, ms */
                                stepMs: number;
                                isAutomatic: boolean;
                            };
                            allocation?: {
                                /** @enum {string} */
                                kind: "fixed";
                            } | {
                                /** @enum {string} */
                                kind: "bandit";
                                floor: number;
                                minUnits: number;
                            };
                            drives?: ({
                                /** @enum {string} */
                                kind: "flag";
                                flag: string;
                            } | {
                                /** @enum {string} */
                                kind: "point";
                                point: string;
                                policies: {
                                    [key: string]: {
                                        policy: string;
                                        version: number;
                                    };
                                };
                            }) | null;
                        };
                    };
                };
            };
        };
    };
    stopExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    why: string;
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
                        experiment: string;
                        title: string;
                        hypothesis: string;
                        /** @enum {unknown} */
                        state: "draft" | "ramping" | "running" | "stopped" | "shipped" | "binned";
                        layer: string;
                        unit: string;
                        /** @description Share of its units that take part now */
                        rampBps: number;
                        /**
                         * Format: date-time
                         * @description Town time
                         */
                        declaredAt: string;
                        startedAt: string | null;
                        endedAt: string | null;
                        plannedDays: number;
                        stopReason: string | null;
                        stopGuard: string | null;
                        shipped: string | null;
                        lesson: string | null;
                        /** @description Of the ramp; -1 before the start */
                        step: number;
                        steppedAt: string | null;
                        /** @description How often the weights were shifted */
                        epoch: number;
                        /** @description Probability of each arm */
                        shares: {
                            [key: string]: number;
                        };
                        declaration: {
                            title: string;
                            hypothesis: string;
                            /** @default default */
                            layer: string;
                            /**
                             * @description Share of the layer
                             * @default 10000
                             */
                            shareBps: number;
                            /** @enum {unknown} */
                            unit: "person" | "session" | "item" | "block";
                            /** @description Of a switchback, in town time */
                            block?: {
                                lengthMs: number;
                                washoutMs: number;
                            };
                            /** @description The first is the control */
                            arms: {
                                name: string;
                                weight: number;
                            }[];
                            eligibility?: {
                                attribute: string;
                                /** @enum {unknown} */
                                is: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not-in" | "starts-with" | "ends-with" | "contains" | "exists";
                                value: (boolean | number | string) | (boolean | number | string)[];
                            }[];
                            metrics: {
                                name: string;
                                /** @enum {unknown} */
                                role: "primary" | "secondary" | "guard";
                                /** @enum {unknown} */
                                better: "up" | "down";
                                /** @enum {unknown} */
                                kind: "rate" | "mean" | "ratio";
                                /** @description Town time, ms */
                                windowMs: number;
                                from?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                per?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                /** @description Town time, ms */
                                covariateMs?: number;
                                /** @description Smallest change worth finding, absolute */
                                effect: number;
                                tolerance?: number;
                            }[];
                            plannedDays: number;
                            /** @description Shares of the units, basis points; absent: all at once */
                            ramp?: {
                                steps: number[];
                                /** @description Town time, ms */
                                stepMs: number;
                                isAutomatic: boolean;
                            };
                            allocation?: {
                                /** @enum {string} */
                                kind: "fixed";
                            } | {
                                /** @enum {string} */
                                kind: "bandit";
                                floor: number;
                                minUnits: number;
                            };
                            drives?: ({
                                /** @enum {string} */
                                kind: "flag";
                                flag: string;
                            } | {
                                /** @enum {string} */
                                kind: "point";
                                point: string;
                                policies: {
                                    [key: string]: {
                                        policy: string;
                                        version: number;
                                    };
                                };
                            }) | null;
                        };
                    };
                };
            };
        };
    };
    giveVerdict: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "ship";
                    arm: string;
                    /** @description What was learnt, for whoever comes later */
                    lesson: string;
                } | {
                    /** @enum {string} */
                    decision: "bin";
                    /** @description What was learnt, for whoever comes later */
                    lesson: string;
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
                        experiment: string;
                        title: string;
                        hypothesis: string;
                        /** @enum {unknown} */
                        state: "draft" | "ramping" | "running" | "stopped" | "shipped" | "binned";
                        layer: string;
                        unit: string;
                        /** @description Share of its units that take part now */
                        rampBps: number;
                        /**
                         * Format: date-time
                         * @description Town time
                         */
                        declaredAt: string;
                        startedAt: string | null;
                        endedAt: string | null;
                        plannedDays: number;
                        stopReason: string | null;
                        stopGuard: string | null;
                        shipped: string | null;
                        lesson: string | null;
                        /** @description Of the ramp; -1 before the start */
                        step: number;
                        steppedAt: string | null;
                        /** @description How often the weights were shifted */
                        epoch: number;
                        /** @description Probability of each arm */
                        shares: {
                            [key: string]: number;
                        };
                        declaration: {
                            title: string;
                            hypothesis: string;
                            /** @default default */
                            layer: string;
                            /**
                             * @description Share of the layer
                             * @default 10000
                             */
                            shareBps: number;
                            /** @enum {unknown} */
                            unit: "person" | "session" | "item" | "block";
                            /** @description Of a switchback, in town time */
                            block?: {
                                lengthMs: number;
                                washoutMs: number;
                            };
                            /** @description The first is the control */
                            arms: {
                                name: string;
                                weight: number;
                            }[];
                            eligibility?: {
                                attribute: string;
                                /** @enum {unknown} */
                                is: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not-in" | "starts-with" | "ends-with" | "contains" | "exists";
                                value: (boolean | number | string) | (boolean | number | string)[];
                            }[];
                            metrics: {
                                name: string;
                                /** @enum {unknown} */
                                role: "primary" | "secondary" | "guard";
                                /** @enum {unknown} */
                                better: "up" | "down";
                                /** @enum {unknown} */
                                kind: "rate" | "mean" | "ratio";
                                /** @description Town time, ms */
                                windowMs: number;
                                from?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                per?: {
                                    /** @enum {unknown} */
                                    source: "log" | "interactions";
                                    type: string;
                                    /** @description Where the unit stands: `actor`, `user`, `subject`, `session` or `data.FIELD` */
                                    unit: string;
                                    /** @description Number in the data; absent: 1 */
                                    value?: string;
                                };
                                /** @description Town time, ms */
                                covariateMs?: number;
                                /** @description Smallest change worth finding, absolute */
                                effect: number;
                                tolerance?: number;
                            }[];
                            plannedDays: number;
                            /** @description Shares of the units, basis points; absent: all at once */
                            ramp?: {
                                steps: number[];
                                /** @description Town time, ms */
                                stepMs: number;
                                isAutomatic: boolean;
                            };
                            allocation?: {
                                /** @enum {string} */
                                kind: "fixed";
                            } | {
                                /** @enum {string} */
                                kind: "bandit";
                                floor: number;
                                minUnits: number;
                            };
                            drives?: ({
                                /** @enum {string} */
                                kind: "flag";
                                flag: string;
                            } | {
                                /** @enum {string} */
                                kind: "point";
                                point: string;
                                policies: {
                                    [key: string]: {
                                        policy: string;
                                        version: number;
                                    };
                                };
                            }) | null;
                        };
                    };
                };
            };
        };
    };
    listFeatures: {
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
                        /** @description How far the log and the stream of interactions are folded */
                        position: {
                            log: number;
                            interactions: number;
                        };
                        /** @description Of the process that answers, like the rest */
                        rows: number;
                        /** @description From receipt to fold, of the newest interaction */
                        lagMs: number;
                        /** @description Whether everything that was stored at the start is folded */
                        isReady: boolean;
                        items: {
                            feature: string;
                            title: string;
                            /** @description count, decayed, rate (a day), recency (ms), ratio, affinity (shares) */
                            kind: string;
                            /** @description log, interactions */
                            sources: string[];
                            of: string;
                            purpose: string | null;
                        }[];
                    };
                };
            };
        };
    };
    verifyFeatures: {
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
                        isIdentical: boolean;
                        /** @description How far the log and the stream of interactions are folded */
                        position: {
                            log: number;
                            interactions: number;
                        };
                        found: {
                            log: string;
                            interactions: string;
                        };
                        replayed: {
                            log: string;
                            interactions: string;
                        };
                    };
                };
            };
        };
    };
    getFeatures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "party" | "offer" | "query" | "session";
                /** @description Of a query its key, of a session as clients name it */
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
                        /** @description How far the log and the stream of interactions are folded */
                        position: {
                            log: number;
                            interactions: number;
                        };
                        /**
                         * Format: date-time
                         * @description Town time to which everything is decayed
                         */
                        at: string;
                        items: {
                            feature: string;
                            title: string;
                            /** @description count, decayed, rate (a day), recency (ms), ratio, affinity (shares) */
                            kind: string;
                            /** @description log, interactions */
                            sources: string[];
                            value: number | null;
                            eventId: string | null;
                            shares: {
                                other: string;
                                share: number;
                            }[];
                        }[];
                    };
                };
            };
        };
    };
    readFeed: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Things looked at on this visit, the latest last, separated by commas: what is known of those who did not consent to more. It serves this answer and is not kept. */
                trail?: string;
                /** @description Of one line of business only */
                business?: string;
                /** @description Latitude and longitude to look around, as `47.37,8.54`; not kept */
                near?: string;
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
                            offer: {
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
                                    /** @description Where it says that it is */
                                    place?: {
                                        latitude: number;
                                        longitude: number;
                                    };
                                };
                                /** @description How many there are; 1 for a single thing */
                                variants: number;
                                /** @description Stars of its buyers; absent without a review */
                                rating?: {
                                    mean: number;
                                    count: number;
                                };
                                available: number | null;
                            };
                            /**
                             * Format: uuid
                             * @description Put it into the impression, and into what follows
                             */
                            decision: string;
                            /** @description Place on the page; 0 is the first */
                            position: number;
                            /** @description That this stands here, given what stands before */
                            probability: number;
                            /** @description Stands in a place that is kept for newcomers */
                            isNewcomer: boolean;
                            /** @description Somebody paid for the place; `sponsor` says who */
                            isSponsored: boolean;
                            sponsor?: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            reasons: {
                                /** @description Of the point of the decision */
                                feature: string;
                                /** @description What it adds to the score, over the average of what was on offer */
                                weight: number;
                            }[];
                        }[];
                        anchor?: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                        } | null;
                    };
                };
            };
        };
    };
    readAlso: {
        parameters: {
            query: {
                offer: string;
                limit?: number;
                /** @description Things looked at on this visit, the latest last, separated by commas: what is known of those who did not consent to more. It serves this answer and is not kept. */
                trail?: string;
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
                            offer: {
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
                                    /** @description Where it says that it is */
                                    place?: {
                                        latitude: number;
                                        longitude: number;
                                    };
                                };
                                /** @description How many there are; 1 for a single thing */
                                variants: number;
                                /** @description Stars of its buyers; absent without a review */
                                rating?: {
                                    mean: number;
                                    count: number;
                                };
                                available: number | null;
                            };
                            /**
                             * Format: uuid
                             * @description Put it into the impression, and into what follows
                             */
                            decision: string;
                            /** @description Place on the page; 0 is the first */
                            position: number;
                            /** @description That this stands here, given what stands before */
                            probability: number;
                            /** @description Stands in a place that is kept for newcomers */
                            isNewcomer: boolean;
                            /** @description Somebody paid for the place; `sponsor` says who */
                            isSponsored: boolean;
                            sponsor?: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            reasons: {
                                /** @description Of the point of the decision */
                                feature: string;
                                /** @description What it adds to the score, over the average of what was on offer */
                                weight: number;
                            }[];
                        }[];
                        anchor?: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                        } | null;
                    };
                };
            };
        };
    };
    readBecause: {
        parameters: {
            query?: {
                except?: string;
                limit?: number;
                /** @description Things looked at on this visit, the latest last, separated by commas: what is known of those who did not consent to more. It serves this answer and is not kept. */
                trail?: string;
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
                            offer: {
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
                                    /** @description Where it says that it is */
                                    place?: {
                                        latitude: number;
                                        longitude: number;
                                    };
                                };
                                /** @description How many there are; 1 for a single thing */
                                variants: number;
                                /** @description Stars of its buyers; absent without a review */
                                rating?: {
                                    mean: number;
                                    count: number;
                                };
                                available: number | null;
                            };
                            /**
                             * Format: uuid
                             * @description Put it into the impression, and into what follows
                             */
                            decision: string;
                            /** @description Place on the page; 0 is the first */
                            position: number;
                            /** @description That this stands here, given what stands before */
                            probability: number;
                            /** @description Stands in a place that is kept for newcomers */
                            isNewcomer: boolean;
                            /** @description Somebody paid for the place; `sponsor` says who */
                            isSponsored: boolean;
                            sponsor?: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            reasons: {
                                /** @description Of the point of the decision */
                                feature: string;
                                /** @description What it adds to the score, over the average of what was on offer */
                                weight: number;
                            }[];
                        }[];
                        anchor?: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                        } | null;
                    };
                };
            };
        };
    };
    readNewcomers: {
        parameters: {
            query?: {
                /** @description Of town time, today included */
                days?: number;
                /** @description Sellers that are listed */
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
                        /** @description Counts changes of the budget; 0 before the first */
                        rev: number;
                        rules: {
                            onePlaceIn: number | null;
                            /** @description A thing is new until it was shown so often */
                            thingShown: number;
                            /** @description A seller is new until all their things together were shown so often; no less than `thingShown` */
                            sellerShown: number;
                            /** @description Nobody is new any more once the town was shown so many places since they came */
                            withinPlaces: number;
                        };
                        /** @description Things that have not had their share of places yet */
                        newcomers: number;
                        /** @description Sellers of such things who are new themselves */
                        newSellers: number;
                        /** @description Places of all home pages in these days */
                        shown: number;
                        /** @description Given to newcomers in these days */
                        places: number;
                        /** @description Worth of what stood there, estimated, in clicks */
                        given: number;
                        /** @description Worth of what would have stood there */
                        forgone: number;
                        /** @description The difference */
                        cost: number;
                        /** @description It lies between this … */
                        costLow: number;
                        /** @description … and this in 19 of 20 cases */
                        costHigh: number;
                        /** @description Who had these places, those with most first */
                        items: {
                            seller: {
                                /** Format: uuid */
                                id: string;
                                /** @description Empty for who is gone */
                                name: string;
                            };
                            /** @description A new seller still */
                            isNew: boolean;
                            /** @description That stood in a kept place */
                            things: number;
                            /** @description Given to newcomers in these days */
                            places: number;
                            /** @description Worth of what stood there, estimated, in clicks */
                            given: number;
                            /** @description Worth of what would have stood there */
                            forgone: number;
                            /** @description The difference */
                            cost: number;
                            /** @description It lies between this … */
                            costLow: number;
                            /** @description … and this in 19 of 20 cases */
                            costHigh: number;
                        }[];
                    };
                };
            };
        };
    };
    changeNewcomers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The rev that was seen */
                    rev: number;
                    onePlaceIn: number | null;
                    /** @description A thing is new until it was shown so often */
                    thingShown: number;
                    /** @description A seller is new until all their things together were shown so often; no less than `thingShown` */
                    sellerShown: number;
                    /** @description Nobody is new any more once the town was shown so many places since they came */
                    withinPlaces: number;
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
                        rev: number;
                    };
                };
            };
        };
    };
    setFeeClass: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                party: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 0 standard, 1 newcomer, 2 non-profit */
                    feeClass: number;
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
                        /** @description 0 standard, 1 newcomer, 2 non-profit */
                        feeClass: number;
                    };
                };
            };
        };
    };
    listInvoices: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description For the operator: those of all sellers */
                everyone?: boolean;
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
                            /** @description Year and number in it, without gaps: `2026-000017` */
                            number: string;
                            kind: "invoice" | "credit-note";
                            month: string;
                            /** Format: uuid */
                            seller: string;
                            sellerName: string;
                            currency: string;
                            totalMinor: number;
                            lines: {
                                name: string;
                                orders: number;
                                amountMinor: number;
                            }[];
                            /** Format: date-time */
                            issuedAt: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    issueInvoices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `2026-03` */
                    month: string;
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
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @description Year and number in it, without gaps: `2026-000017` */
                            number: string;
                            kind: "invoice" | "credit-note";
                            month: string;
                            /** Format: uuid */
                            seller: string;
                            sellerName: string;
                            currency: string;
                            totalMinor: number;
                            lines: {
                                name: string;
                                orders: number;
                                amountMinor: number;
                            }[];
                            /** Format: date-time */
                            issuedAt: string;
                        }[];
                    };
                };
            };
        };
    };
    getInvoice: {
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
                        /** @description Year and number in it, without gaps: `2026-000017` */
                        number: string;
                        kind: "invoice" | "credit-note";
                        month: string;
                        /** Format: uuid */
                        seller: string;
                        sellerName: string;
                        currency: string;
                        totalMinor: number;
                        lines: {
                            name: string;
                            orders: number;
                            amountMinor: number;
                        }[];
                        /** Format: date-time */
                        issuedAt: string;
                    };
                };
            };
        };
    };
    getInvoicePage: {
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
    getInvoicePdf: {
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
    listFeeMenus: {
        parameters: {
            query?: {
                business?: string;
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
                            business: string;
                            /** @description null: since the business was published */
                            effectiveAt: string | null;
                            isInForce: boolean;
                            lines: {
                                /** @description Stays the same from menu to menu */
                                name: string;
                                title: {
                                    [key: string]: string;
                                };
                                /** @description 1/100 % */
                                bps: number;
                                /** @description Instead of `bps`, by category */
                                bpsByCategory: {
                                    [key: string]: number;
                                };
                                /** @description Minor units */
                                fixedMinor: number;
                                /** @description Minor units */
                                minMinor: number;
                                /** @description Minor units; 0: no most */
                                maxMinor: number;
                                /** @description Empty: all */
                                categories: string[];
                                /** @description Empty: all */
                                classes: number[];
                                /** @description Charged when the seller picked it; empty: always */
                                service: string;
                            }[];
                        }[];
                    };
                };
            };
        };
    };
    setFeeMenu: {
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
                    lines: {
                        /** @description Stays the same from menu to menu */
                        name: string;
                        title: {
                            [key: string]: string;
                        };
                        /** @description 1/100 % */
                        bps: number;
                        /** @description Instead of `bps`, by category */
                        bpsByCategory: {
                            [key: string]: number;
                        };
                        /** @description Minor units */
                        fixedMinor: number;
                        /** @description Minor units */
                        minMinor: number;
                        /** @description Minor units; 0: no most */
                        maxMinor: number;
                        /** @description Empty: all */
                        categories: string[];
                        /** @description Empty: all */
                        classes: number[];
                        /** @description Charged when the seller picked it; empty: always */
                        service: string;
                    }[];
                    /**
                     * Format: date-time
                     * @description Town time; default: as soon as the notice allows
                     */
                    effectiveAt?: string;
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
                        /** Format: date-time */
                        effectiveAt: string;
                    };
                };
            };
        };
    };
    previewFees: {
        parameters: {
            query: {
                business: string;
                amountMinor: number;
                category?: string;
                /** @description Names, separated by commas */
                services?: string;
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
                        amountMinor: number;
                        fees: {
                            name: string;
                            amountMinor: number;
                        }[];
                        feesMinor: number;
                        netMinor: number;
                    };
                };
            };
        };
    };
    getFeeStatement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `2026-03` */
                month: string;
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
                        month: string;
                        items: {
                            currency: string;
                            orders: number;
                            chargedMinor: number;
                            givenBackMinor: number;
                            lines: {
                                name: string;
                                chargedMinor: number;
                                givenBackMinor: number;
                            }[];
                        }[];
                    };
                };
            };
        };
    };
    listCharges: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description `2026-03` */
                month: string;
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
                            /** Format: date-time */
                            at: string;
                            /** Format: uuid */
                            commandId: string;
                            /** Format: uuid */
                            orderId: string;
                            business: string;
                            currency: string;
                            /** @description Below 0: given back */
                            amountMinor: number;
                            lines: {
                                name: string;
                                amountMinor: number;
                            }[];
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    askWhatIf: {
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
                    lines: {
                        /** @description Stays the same from menu to menu */
                        name: string;
                        title: {
                            [key: string]: string;
                        };
                        /** @description 1/100 % */
                        bps: number;
                        /** @description Instead of `bps`, by category */
                        bpsByCategory: {
                            [key: string]: number;
                        };
                        /** @description Minor units */
                        fixedMinor: number;
                        /** @description Minor units */
                        minMinor: number;
                        /** @description Minor units; 0: no most */
                        maxMinor: number;
                        /** @description Empty: all */
                        categories: string[];
                        /** @description Empty: all */
                        classes: number[];
                        /** @description Charged when the seller picked it; empty: always */
                        service: string;
                    }[];
                    /** @description Until now; default 30 */
                    days?: number;
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
                        orders: number;
                        goodsMinor: number;
                        feesMinor: number;
                        otherMinor: number;
                        currency: string;
                        isPartial: boolean;
                        sizes: {
                            size: string;
                            sellers: number;
                            orders: number;
                            goodsMinor: number;
                            feesMinor: number;
                            otherMinor: number;
                        }[];
                        /** @description Those who would notice it most */
                        sellers: {
                            /** Format: uuid */
                            seller: string;
                            orders: number;
                            goodsMinor: number;
                            feesMinor: number;
                            otherMinor: number;
                        }[];
                    };
                };
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
                        /** @description SHA-256 of what is kept, in hexadecimal */
                        id: string;
                        type: string;
                        bytes: number;
                        /** @description Pixels */
                        width: number;
                        /** @description Pixels */
                        height: number;
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
    listFlags: {
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
                            flag: string;
                            title: string;
                            /** @enum {unknown} */
                            type: "boolean" | "string" | "number" | "object";
                            /** @description Off: the caller’s own default stands */
                            isOn: boolean;
                            variants: {
                                [key: string]: boolean | string | number | {
                                    [key: string]: unknown;
                                };
                            };
                            /** @description The first whose conditions all hold */
                            rules: {
                                when: {
                                    attribute: string;
                                    /** @enum {unknown} */
                                    is: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not-in" | "starts-with" | "ends-with" | "contains" | "exists";
                                    value: (boolean | number | string) | (boolean | number | string)[];
                                }[];
                                serve: {
                                    variant: string;
                                } | {
                                    split: {
                                        variant: string;
                                        weight: number;
                                    }[];
                                };
                            }[];
                            otherwise: {
                                variant: string;
                            } | {
                                split: {
                                    variant: string;
                                    weight: number;
                                }[];
                            };
                            metadata: {
                                [key: string]: boolean | string | number;
                            };
                            drivenBy: string | null;
                        }[];
                    };
                };
            };
        };
    };
    getFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag: string;
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
                        flag: string;
                        title: string;
                        /** @enum {unknown} */
                        type: "boolean" | "string" | "number" | "object";
                        /** @description Off: the caller’s own default stands */
                        isOn: boolean;
                        variants: {
                            [key: string]: boolean | string | number | {
                                [key: string]: unknown;
                            };
                        };
                        /** @description The first whose conditions all hold */
                        rules: {
                            when: {
                                attribute: string;
                                /** @enum {unknown} */
                                is: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not-in" | "starts-with" | "ends-with" | "contains" | "exists";
                                value: (boolean | number | string) | (boolean | number | string)[];
                            }[];
                            serve: {
                                variant: string;
                            } | {
                                split: {
                                    variant: string;
                                    weight: number;
                                }[];
                            };
                        }[];
                        otherwise: {
                            variant: string;
                        } | {
                            split: {
                                variant: string;
                                weight: number;
                            }[];
                        };
                        metadata: {
                            [key: string]: boolean | string | number;
                        };
                        drivenBy: string | null;
                    };
                };
            };
        };
    };
    setFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    /** @enum {unknown} */
                    type: "boolean" | "string" | "number" | "object";
                    /** @description Off: the caller’s own default stands */
                    isOn: boolean;
                    variants: {
                        [key: string]: boolean | string | number | {
                            [key: string]: unknown;
                        };
                    };
                    /** @description The first whose conditions all hold */
                    rules?: {
                        when: {
                            attribute: string;
                            /** @enum {unknown} */
                            is: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not-in" | "starts-with" | "ends-with" | "contains" | "exists";
                            value: (boolean | number | string) | (boolean | number | string)[];
                        }[];
                        serve: {
                            variant: string;
                        } | {
                            split: {
                                variant: string;
                                weight: number;
                            }[];
                        };
                    }[];
                    otherwise: {
                        variant: string;
                    } | {
                        split: {
                            variant: string;
                            weight: number;
                        }[];
                    };
                    metadata?: {
                        [key: string]: boolean | string | number;
                    };
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
                        flag: string;
                        title: string;
                        /** @enum {unknown} */
                        type: "boolean" | "string" | "number" | "object";
                        /** @description Off: the caller’s own default stands */
                        isOn: boolean;
                        variants: {
                            [key: string]: boolean | string | number | {
                                [key: string]: unknown;
                            };
                        };
                        /** @description The first whose conditions all hold */
                        rules: {
                            when: {
                                attribute: string;
                                /** @enum {unknown} */
                                is: "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not-in" | "starts-with" | "ends-with" | "contains" | "exists";
                                value: (boolean | number | string) | (boolean | number | string)[];
                            }[];
                            serve: {
                                variant: string;
                            } | {
                                split: {
                                    variant: string;
                                    weight: number;
                                }[];
                            };
                        }[];
                        otherwise: {
                            variant: string;
                        } | {
                            split: {
                                variant: string;
                                weight: number;
                            }[];
                        };
                        metadata: {
                            [key: string]: boolean | string | number;
                        };
                        drivenBy: string | null;
                    };
                };
            };
        };
    };
    removeFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag: string;
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
    getHours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                party: string;
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
                        week: {
                            /** @description 1 is Monday */
                            day: number;
                            /** @description `HH:MM` in the town’s zone */
                            opens: string;
                            /** @description Before `opens`: on the next day */
                            closes: string;
                        }[];
                        /** @description Days that differ, such as holidays */
                        exceptions: {
                            /** Format: date */
                            date: string;
                            /** @description None: closed */
                            spans: {
                                /** @description `HH:MM` in the town’s zone */
                                opens: string;
                                /** @description Before `opens`: on the next day */
                                closes: string;
                            }[];
                            title?: string;
                        }[];
                        /** @description IANA */
                        timeZone: string;
                        isOpen: boolean;
                        /** @description When it closes or opens; null: it never does, or not within two weeks */
                        changesAt: string | null;
                        /** Format: date-time */
                        asOf: string;
                    };
                };
            };
        };
    };
    listInbox: {
        parameters: {
            query?: {
                /** @description Default: as a decision suggests */
                sort?: "suggested" | "deadline" | "newest" | "amount";
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
                            /** @enum {unknown} */
                            type: "order" | "case";
                            /**
                             * @description What is to be done
                             * @enum {unknown}
                             */
                            kind: "ruling" | "held" | "stuck" | "case";
                            business: string | null;
                            title: string;
                            state: string | {
                                [key: string]: string;
                            };
                            /** Format: date-time */
                            since: string;
                            dueAt: string | null;
                            amountMinor: number;
                            currency: string | null;
                            parties: string[];
                            /** @enum {unknown} */
                            waitsFor: "arbiter" | "operator";
                            /** @description What an operator may do with one press: POST /v1/orders/{id}/actions/{type} */
                            actions: {
                                type: string;
                                title: string | {
                                    [key: string]: string;
                                };
                            }[];
                            /** @description Why it stands here */
                            place: {
                                decision: string | null;
                                p: number | null;
                                /** @description Due within a day: it stands before what is not */
                                isUrgent: boolean;
                                hoursLeft: number | null;
                                /** @description Other things that wait between the same parties */
                                others: number;
                            };
                        }[];
                        /** @enum {unknown} */
                        sort: "suggested" | "deadline" | "newest" | "amount";
                    };
                };
            };
        };
    };
    listInteractions: {
        parameters: {
            query?: {
                after?: number;
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
                            position: number;
                            /** Format: uuid */
                            id: string;
                            type: string;
                            version: number;
                            subject: string | null;
                            /** @description A pseudonym; null without consent */
                            person: string | null;
                            /**
                             * Format: date-time
                             * @description Town time
                             */
                            at: string;
                            /**
                             * Format: date-time
                             * @description Town time
                             */
                            receivedAt: string;
                            session: string | null;
                            data: {
                                [key: string]: unknown;
                            };
                        }[];
                        /** @description Position of the newest event */
                        newest: number;
                    };
                };
            };
        };
    };
    listInvitations: {
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
                            /** @description What a member may do: everything; all but owners and payouts; the daily work; look */
                            role: "owner" | "manager" | "staff" | "viewer";
                            email: string | null;
                            /** Format: uuid */
                            invitedBy: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            usedAt: string | null;
                        }[];
                    };
                };
            };
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What a member may do: everything; all but owners and payouts; the daily work; look */
                    role: "owner" | "manager" | "staff" | "viewer";
                    /**
                     * Format: email
                     * @description Sends the link there; it is answered as well
                     */
                    email?: string;
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
                        id: string;
                        /** @description Shown once; whoever accepts with it joins */
                        secret: string;
                        /** @description The page that accepts it */
                        link: string;
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
        };
    };
    acceptInvitation: {
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
                            /** @description Since when the operator vouches for who this is */
                            verifiedAt: string | null;
                        };
                        /** @description What a member may do: everything; all but owners and payouts; the daily work; look */
                        role: "owner" | "manager" | "staff" | "viewer";
                    };
                };
            };
        };
    };
    readInvitation: {
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
                            /** @description Since when the operator vouches for who this is */
                            verifiedAt: string | null;
                        };
                        /** @description What a member may do: everything; all but owners and payouts; the daily work; look */
                        role: "owner" | "manager" | "staff" | "viewer";
                        invitedBy: {
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
                            /** @description Since when the operator vouches for who this is */
                            verifiedAt: string | null;
                        };
                    };
                };
            };
        };
    };
    deleteInvitation: {
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
    listKeys: {
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
                            /** @description Its last four characters */
                            hint: string;
                            scopes: string[];
                            createdBy: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            /** @description To the minute */
                            lastUsedAt: string | null;
                            revokedAt: string | null;
                        }[];
                    };
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    label: string;
                    /** @description `*` only for an operator’s own */
                    scopes: string[];
                    /** @description Default 365 */
                    expiresInDays?: number;
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
                        /** @description Shown once. Send it as `Authorization: Bearer KEY` */
                        key: string;
                        /** Format: uuid */
                        id: string;
                        label: string;
                        /** @description Its last four characters */
                        hint: string;
                        scopes: string[];
                        createdBy: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        expiresAt: string;
                        /** @description To the minute */
                        lastUsedAt: string | null;
                        revokedAt: string | null;
                    };
                };
            };
        };
    };
    revokeKey: {
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
    getMail: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                to?: string;
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
                            to: string;
                            subject: string;
                            /** @description Empty once it has been sent, and in a live town */
                            text: string;
                            status: "waiting" | "sent" | "captured" | "unsent" | "failed";
                            /** Format: date-time */
                            createdAt: string;
                            sentAt: string | null;
                            error: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    readMailServer: {
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
                        /** @description Counts the changes; 0 before the first */
                        rev: number;
                        /** @description `environment`: SMTP_URL goes before what is saved here */
                        source: "environment" | "settings" | "none";
                        server: {
                            host: string;
                            port: number;
                            /** @description TLS from the first byte, as on port 465 */
                            isSecure: boolean;
                            /** @description Empty when the server asks for none */
                            user: string;
                            /** @description It is never answered */
                            hasPassword: boolean;
                        } | null;
                        sender: string;
                    };
                };
            };
        };
    };
    saveMailServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The rev that was seen */
                    rev: number;
                    server: {
                        host: string;
                        port: number;
                        /** @description TLS from the first byte, as on port 465 */
                        isSecure: boolean;
                        /** @description Empty when the server asks for none */
                        user: string;
                        /** @description Absent: it stays, as long as host and user do */
                        password?: string;
                    } | null;
                    /** @description `Name <address>` or an address; empty for the one of the environment */
                    sender: string;
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
                        /** @description Counts the changes; 0 before the first */
                        rev: number;
                        /** @description `environment`: SMTP_URL goes before what is saved here */
                        source: "environment" | "settings" | "none";
                        server: {
                            host: string;
                            port: number;
                            /** @description TLS from the first byte, as on port 465 */
                            isSecure: boolean;
                            /** @description Empty when the server asks for none */
                            user: string;
                            /** @description It is never answered */
                            hasPassword: boolean;
                        } | null;
                        sender: string;
                    };
                };
            };
        };
    };
    sendTestLetter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    to: string;
                    language: "en" | "zh";
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
        };
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
                            /** @description Since when the operator vouches for who this is */
                            verifiedAt: string | null;
                        };
                        /** @description In which a party is written to */
                        language: "en" | "zh";
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
                            /** @description Since when the operator vouches for who this is */
                            verifiedAt: string | null;
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
                            /** @description Since when the operator vouches for who this is */
                            verifiedAt: string | null;
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
    openOwnAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** Format: email */
                    email: string;
                    password: string;
                };
            };
        };
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
    getMeErasure: {
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
                        hindrances: {
                            /** @description `open-order`, `money`, `offer` … */
                            kind: string;
                            /** @description Its id, or a name */
                            subject: string;
                            detail: string;
                        }[];
                        /** @description What the law keeps, without your name */
                        kept: {
                            what: string;
                            why: string;
                            /** @description After the year in which it ended */
                            years: number;
                        }[];
                    };
                };
            };
        };
    };
    erasureMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Your handle (`party.slug` of `GET /v1/me`), typed once more */
                    confirm: string;
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
                        /** Format: date-time */
                        erasedAt: string;
                        kept: {
                            what: string;
                            why: string;
                            /** @description After the year in which it ended */
                            years: number;
                        }[];
                    };
                };
            };
        };
    };
    getMeExport: {
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
                content?: never;
            };
        };
    };
    listMembers: {
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
                            person: string;
                            name: string;
                            slug: string;
                            picture: string | null;
                            /** @description What a member may do: everything; all but owners and payouts; the daily work; look */
                            role: "owner" | "manager" | "staff" | "viewer";
                            /** Format: date-time */
                            joinedAt: string;
                        }[];
                    };
                };
            };
        };
    };
    putMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What a member may do: everything; all but owners and payouts; the daily work; look */
                    role: "owner" | "manager" | "staff" | "viewer";
                };
            };
        };
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
    deleteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
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
                /** @description Rated so by buyers, or better */
                starsMin?: number;
                /** @description Of shops that are open now; those without hours are not */
                isOpen?: boolean;
                /** @description Latitude and longitude to look around, as `47.37,8.54`; not kept */
                near?: string;
                /** @description Of `near`; what has no place is left out */
                withinKm?: number;
                /** @description Default: relevance when searching, else distance where `near` is said, else newest */
                sort?: "newest" | "price" | "-price" | "relevance" | "rating" | "distance";
                /** @description Count hits by these, on the first page; null while the index is being built */
                facets?: string;
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
                                /** @description Where it says that it is */
                                place?: {
                                    latitude: number;
                                    longitude: number;
                                };
                            };
                            /** @description How many there are; 1 for a single thing */
                            variants: number;
                            /** @description Stars of its buyers; absent without a review */
                            rating?: {
                                mean: number;
                                count: number;
                            };
                            available: number | null;
                        }[];
                        nextCursor: string | null;
                        search?: {
                            /** @description The database answers while the index is being built: exactly as it is written, in another order */
                            answeredBy: "index" | "database";
                            corrected: string | null;
                            didYouMean: string | null;
                            decision?: string | null;
                        };
                        facets?: {
                            category?: {
                                value: string;
                                count: number;
                            }[];
                            business?: {
                                value: string;
                                count: number;
                            }[];
                            price?: {
                                fromMinor: number;
                                /** @description No part of the band */
                                toMinor: number;
                                count: number;
                            }[];
                            rating?: {
                                /** @description So many and up */
                                starsMin: number;
                                count: number;
                            }[];
                        } | null;
                        total?: number | null;
                        nearby?: {
                            /** @description All words without the filters; at least half of the words; or what is new in town */
                            why: "without-filters" | "some-words" | "newest";
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
                                    /** @description Where it says that it is */
                                    place?: {
                                        latitude: number;
                                        longitude: number;
                                    };
                                };
                                /** @description How many there are; 1 for a single thing */
                                variants: number;
                                /** @description Stars of its buyers; absent without a review */
                                rating?: {
                                    mean: number;
                                    count: number;
                                };
                                available: number | null;
                            }[];
                        };
                        /** @description Places that were paid for, above the hits and never among them; absent while nobody sells any */
                        sponsored?: {
                            offer: {
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
                                    /** @description Where it says that it is */
                                    place?: {
                                        latitude: number;
                                        longitude: number;
                                    };
                                };
                                /** @description How many there are; 1 for a single thing */
                                variants: number;
                                /** @description Stars of its buyers; absent without a review */
                                rating?: {
                                    mean: number;
                                    count: number;
                                };
                                available: number | null;
                            };
                            /** @enum {boolean} */
                            isSponsored: true;
                            sponsor: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                        }[];
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
    listOwnOffers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Words of the title or the variant */
                q?: string;
                status?: "active" | "archived" | "barred";
                business?: string;
                category?: string;
                /** @description Only what so few, or fewer, are left of */
                availableMax?: number;
                sort?: "newest" | "title" | "price" | "-price" | "stock";
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
                            groupId: string | null;
                            rev: number;
                            business: string;
                            title: string;
                            description: string;
                            category: string;
                            currency: string;
                            priceMinor: number;
                            taxCode: string;
                            priceIncludesTax: boolean;
                            variant: {
                                [key: string]: string;
                            };
                            pictures: string[];
                            attributes: {
                                [key: string]: unknown;
                            };
                            status: "active" | "archived" | "barred";
                            /** Format: date-time */
                            createdAt: string;
                            available: number | null;
                            held: number | null;
                            sold: number | null;
                        }[];
                        nextCursor: string | null;
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
                            /** @description Where it says that it is */
                            place?: {
                                latitude: number;
                                longitude: number;
                            };
                        };
                        /** Format: date-time */
                        listedAt: string;
                        isListed: boolean;
                        /** @description Stars of its buyers; absent without a review */
                        rating?: {
                            mean: number;
                            count: number;
                        };
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
                            status: "active" | "archived" | "barred";
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
    listParties: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Part of a name or short name */
                text?: string;
                isSuspended?: boolean;
                /** @description Only this party */
                id?: string;
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
                            kind: string;
                            slug: string;
                            name: string;
                            about: string;
                            /** @description File id */
                            picture: string | null;
                            languages: string[];
                            /** Format: date-time */
                            joinedAt: string;
                            /** @description Since when the operator vouches for who this is */
                            verifiedAt: string | null;
                            isSuspended: boolean;
                            grants: string[];
                            /** @description What the operator has seen */
                            verifiedNote: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createParty: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "firm";
                    name: string;
                    /** @description Short name in addresses: lower-case letters, digits and hyphens */
                    slug?: string;
                    about?: string;
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
                        /** @description Since when the operator vouches for who this is */
                        verifiedAt: string | null;
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
                        /** @description Since when the operator vouches for who this is */
                        verifiedAt: string | null;
                    };
                };
            };
        };
    };
    putPartyGrant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                name: string;
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
    deletePartyGrant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                name: string;
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
    leaveParty: {
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
    restoreParty: {
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
                    /** @description For the record */
                    reason: string;
                };
            };
        };
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
    suspendParty: {
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
                    /** @description For the record */
                    reason: string;
                };
            };
        };
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
    putPartyVerification: {
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
                    /** @description What was seen; for operators */
                    note: string;
                };
            };
        };
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
    deletePartyVerification: {
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
    viewParty: {
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
                    /** @description For the record */
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
    readProvider: {
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
                        /** @description Counts the changes; 0 before the first */
                        rev: number;
                        /** @description Where the keys come from; those of the environment go first */
                        source: "environment" | "settings" | "none";
                        /** @description Who is asked now: `sandbox`, `stripe`, or `none` */
                        active: string;
                        /** @description The same as `active` */
                        next: string;
                        /** @description No more: keys are used within a second */
                        needsRestart: boolean;
                        /** @description The saved key: its kind and its end */
                        keyHint: string | null;
                        /** @description Where Stripe shall tell what has happened */
                        webhookUrl: string;
                    };
                };
            };
        };
    };
    saveProviderKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The rev that was seen */
                    rev: number;
                    keys: {
                        secretKey: string;
                        webhookSecret: string;
                    } | null;
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
                        /** @description Counts the changes; 0 before the first */
                        rev: number;
                        /** @description Where the keys come from; those of the environment go first */
                        source: "environment" | "settings" | "none";
                        /** @description Who is asked now: `sandbox`, `stripe`, or `none` */
                        active: string;
                        /** @description The same as `active` */
                        next: string;
                        /** @description No more: keys are used within a second */
                        needsRestart: boolean;
                        /** @description The saved key: its kind and its end */
                        keyHint: string | null;
                        /** @description Where Stripe shall tell what has happened */
                        webhookUrl: string;
                    };
                };
            };
        };
    };
    receivePaymentWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
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
                        /** @enum {boolean} */
                        received: true;
                    };
                };
            };
        };
    };
    getPlace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                party: string;
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
                        /** @description Null where none is shown */
                        place: {
                            /** @description For people; it is not looked up */
                            address: string;
                            /** @description Degrees north */
                            latitude: number;
                            /** @description Degrees east */
                            longitude: number;
                        } | null;
                    };
                };
            };
        };
    };
    askPriceHint: {
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
                    category: string;
                    currency: string;
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
                        hint: {
                            /**
                             * Format: uuid
                             * @description Of the decision
                             */
                            id: string;
                            priceMinor: number;
                            lowMinor: number;
                            medianMinor: number;
                            highMinor: number;
                            /** @description Similar things that were bought */
                            sold: number;
                            /** @description Within so many days */
                            days: number;
                            /** @description That they share with the title; none: of the same shelf */
                            words: string[];
                            /** @description Probability with which this step was chosen */
                            pChosen: number;
                            /**
                             * @description Which figure to say first; of the flag hint-wording
                             * @enum {unknown}
                             */
                            wording: "range" | "middle";
                        } | null;
                        /** @description Things of the shelf that were bought */
                        found: number;
                        /** @description So many similar ones are needed */
                        needed: number;
                    };
                };
            };
        };
    };
    choosePriceAfterHint: {
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
                    /** Format: uuid */
                    offer: string;
                    priceMinor: number;
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
                        /** @description At the price that was suggested */
                        isTaken: boolean;
                    };
                };
            };
        };
    };
    updateProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    about?: string;
                    /** @description File id */
                    picture?: string | null;
                    /** @description Spoken, BCP 47 */
                    languages?: string[];
                    /** @description In which a party is written to */
                    language?: "en" | "zh";
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
                        kind: string;
                        slug: string;
                        name: string;
                        about: string;
                        /** @description File id */
                        picture: string | null;
                        languages: string[];
                        /** Format: date-time */
                        joinedAt: string;
                        /** @description Since when the operator vouches for who this is */
                        verifiedAt: string | null;
                    };
                };
            };
        };
    };
    putHours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    week: {
                        /** @description 1 is Monday */
                        day: number;
                        /** @description `HH:MM` in the town’s zone */
                        opens: string;
                        /** @description Before `opens`: on the next day */
                        closes: string;
                    }[];
                    /** @description Days that differ, such as holidays */
                    exceptions: {
                        /** Format: date */
                        date: string;
                        /** @description None: closed */
                        spans: {
                            /** @description `HH:MM` in the town’s zone */
                            opens: string;
                            /** @description Before `opens`: on the next day */
                            closes: string;
                        }[];
                        title?: string;
                    }[];
                };
            };
        };
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
    getOwnPlace: {
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
                        place: {
                            /** @description For people; it is not looked up */
                            address: string;
                            /** @description Degrees north */
                            latitude: number;
                            /** @description Degrees east */
                            longitude: number;
                            isShown: boolean;
                            isRough: boolean;
                        } | null;
                    };
                };
            };
        };
    };
    putPlace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description For people; it is not looked up */
                    address: string;
                    /** @description Degrees north */
                    latitude: number;
                    /** @description Degrees east */
                    longitude: number;
                    /** @description Others may know it, and find what it sells by distance */
                    isShown: boolean;
                    /** @description Rounded to about 100 m; nothing finer is kept */
                    isRough: boolean;
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
                        place: {
                            /** @description For people; it is not looked up */
                            address: string;
                            /** @description Degrees north */
                            latitude: number;
                            /** @description Degrees east */
                            longitude: number;
                            isShown: boolean;
                            isRough: boolean;
                        } | null;
                    };
                };
            };
        };
    };
    removePlace: {
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
    reconcilePayments: {
        parameters: {
            query?: {
                /** @description How far to look back */
                days?: number;
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
                        provider: string;
                        /** Format: date-time */
                        madeAt: string;
                        /** @description No break: whoever was charged has an order, the money, or a refund */
                        isWhole: boolean;
                        matched: {
                            charges: number;
                            refunds: number;
                            payouts: number;
                        };
                        /** @description Payments looked at */
                        payments: number;
                        /** @description Orders found paid by them */
                        orders: number;
                        /** @description What the provider holds for the town by the books */
                        balances: {
                            currency: string;
                            atProviderMinor: number;
                        }[];
                        breaks: {
                            /** @description What is wrong, such as `charge-not-booked` */
                            cause: string;
                            /** @description The same in words */
                            detail: string;
                            /** @description The payment */
                            orderId: string | null;
                            /** @description The provider’s name of it */
                            transaction: string | null;
                            amountMinor: number;
                            currency: string;
                            /** @description What `POST /v1/reconciliation/mends` would do about it: `take-in`, `refund` or `ask-again` */
                            mend: string | null;
                        }[];
                    };
                };
            };
        };
    };
    replayJournal: {
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
                        transfers: number;
                        accounts: number;
                        pots: number;
                        /** @description Where the books and the journal disagree; empty is healthy */
                        differences: string[];
                        /** @description All accounts and all pots of a currency together: always 0 */
                        sums: {
                            currency: string;
                            sumMinor: number;
                        }[];
                    };
                };
            };
        };
    };
    mendReconciliation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cause: string;
                    /** Format: uuid */
                    orderId?: string;
                    transaction?: string;
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
                        mend: string;
                        isWhole: boolean;
                    };
                };
            };
        };
    };
    listReviews: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description Any variant of the thing */
                offer?: string;
                seller?: string;
                sort?: "newest" | "highest" | "lowest";
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
                            /** Format: uuid */
                            listing: string;
                            /** Format: uuid */
                            offer: string;
                            /** Format: uuid */
                            seller: string;
                            reviewer: string | null;
                            stars: number;
                            words: string | null;
                            pictures: string[];
                            /** @description What each picture shows; empty where nobody said */
                            alts: string[];
                            /** Format: date-time */
                            writtenAt: string;
                            editedAt: string | null;
                            answer: {
                                words: string | null;
                                /** Format: date-time */
                                at: string;
                            } | null;
                            removedAt: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createReview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    orderId: string;
                    /** Format: uuid */
                    offerId: string;
                    stars: number;
                    words?: string;
                    /** @description File ids */
                    pictures?: string[];
                    /** @description What each picture shows, in their order */
                    alts?: string[];
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
                        /** @description False: the line has one already */
                        isNew: boolean;
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
                        id: string;
                        /** @description False: the line has one already */
                        isNew: boolean;
                    };
                };
            };
        };
    };
    listDueReviews: {
        parameters: {
            query: {
                orderId: string;
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
                            offerId: string;
                            title: string;
                            review: {
                                /** Format: uuid */
                                id: string;
                                /** Format: uuid */
                                listing: string;
                                /** Format: uuid */
                                offer: string;
                                /** Format: uuid */
                                seller: string;
                                reviewer: string | null;
                                stars: number;
                                words: string | null;
                                pictures: string[];
                                /** @description What each picture shows; empty where nobody said */
                                alts: string[];
                                /** Format: date-time */
                                writtenAt: string;
                                editedAt: string | null;
                                answer: {
                                    words: string | null;
                                    /** Format: date-time */
                                    at: string;
                                } | null;
                                removedAt: string | null;
                            } | null;
                            mayWrite: boolean;
                            mayChange: boolean;
                        }[];
                    };
                };
            };
        };
    };
    getRating: {
        parameters: {
            query?: {
                offer?: string;
                seller?: string;
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
                        count: number;
                        mean: number | null;
                        /** @description From one star to five */
                        counts: number[];
                    };
                };
            };
        };
    };
    listReceivedReviews: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                isAnswered?: boolean;
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
                            /** Format: uuid */
                            listing: string;
                            /** Format: uuid */
                            offer: string;
                            /** Format: uuid */
                            seller: string;
                            reviewer: string | null;
                            stars: number;
                            words: string | null;
                            pictures: string[];
                            /** @description What each picture shows; empty where nobody said */
                            alts: string[];
                            /** Format: date-time */
                            writtenAt: string;
                            editedAt: string | null;
                            answer: {
                                words: string | null;
                                /** Format: date-time */
                                at: string;
                            } | null;
                            removedAt: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listRemovedReviews: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
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
                            /** Format: uuid */
                            listing: string;
                            /** Format: uuid */
                            offer: string;
                            /** Format: uuid */
                            seller: string;
                            reviewer: string | null;
                            stars: number;
                            words: string | null;
                            pictures: string[];
                            /** @description What each picture shows; empty where nobody said */
                            alts: string[];
                            /** Format: date-time */
                            writtenAt: string;
                            editedAt: string | null;
                            answer: {
                                words: string | null;
                                /** Format: date-time */
                                at: string;
                            } | null;
                            removedAt: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    putReview: {
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
                    stars: number;
                    words?: string;
                    /** @description File ids */
                    pictures?: string[];
                    /** @description What each picture shows, in their order */
                    alts?: string[];
                };
            };
        };
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
    answerReview: {
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
                    words: string;
                };
            };
        };
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
            query?: {
                /** @description Secret of a link for visitors, from another machine */
                visit?: string;
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
    putSandboxPersonaOpenness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    areOpen: boolean;
                };
            };
        };
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
                    /** @description Secret of a link for visitors, from another machine */
                    visit?: string;
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
    misbehave: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    kind: "charge" | "refund" | "payout";
                    fault: "slow" | "away" | "lost" | "refuse" | "twice" | "double" | "late" | "silent" | "refuse-then-pay" | "other-amount" | "fail" | "fail-then-pay" | "pay-then-fail";
                    /** @description Default 1 */
                    times?: number;
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
                        kind: string;
                        fault: string;
                        times: number;
                    };
                };
            };
        };
    };
    releaseNotices: {
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
                        released: number;
                    };
                };
            };
        };
    };
    listSandboxVisits: {
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
                        }[];
                    };
                };
            };
        };
    };
    createSandboxVisit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    label: string;
                    /** @description Default 7 */
                    days?: number;
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
                        id: string;
                        /** @description Shown once */
                        secret: string;
                        link: string;
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
        };
    };
    deleteSandboxVisit: {
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
    suggestSearches: {
        parameters: {
            query: {
                /** @description What has been typed so far */
                q: string;
                /** @description Most queries and most things */
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
                        queries: string[];
                        categories: {
                            slug: string;
                            count: number;
                        }[];
                        things: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                        }[];
                    };
                };
            };
        };
    };
    readSynonyms: {
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
                        /** @description Counts the changes; 0 in a town that never had any */
                        rev: number;
                        /** @description Each set holds words that mean the same; at least one of them is a single word */
                        sets: string[][];
                    };
                };
            };
        };
    };
    replaceSynonyms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The rev that was seen */
                    rev: number;
                    /** @description Each set holds words that mean the same; at least one of them is a single word */
                    sets: string[][];
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
                        rev: number;
                    };
                };
            };
        };
    };
    listSearches: {
        parameters: {
            query?: {
                /** @description Of town time, today included */
                days?: number;
                /** @description Only what found nothing, most often first */
                isInVain?: boolean;
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
                        /** @description Of all searches, not only of those listed */
                        total: {
                            searches: number;
                            /** @description Of these nothing was found */
                            empty: number;
                            /** @description Hits that were chosen */
                            clicks: number;
                        };
                        items: {
                            words: string;
                            searches: number;
                            /** @description Of these nothing was found */
                            empty: number;
                            /** @description Hits that were chosen */
                            clicks: number;
                        }[];
                    };
                };
            };
        };
    };
    countSearchClick: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What had been looked for */
                    q: string;
                };
            };
        };
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
    readTown: {
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
                        name: string;
                        /** @description IANA */
                        timeZone: string;
                        /** @description ISO 4217 */
                        currency: string;
                        /** @description Offered to visitors */
                        languages: string[];
                        /** @description For who understands none of them */
                        defaultLanguage: string;
                        accent: string | null;
                        logo: string | null;
                        about: {
                            [key: string]: string;
                        };
                        /** @description Where fees are explained; empty for none */
                        feesLink: string;
                        /** @description The operator’s e-mail address; empty for none */
                        contact: string;
                        /** @description Counts the changes; 0 before the first */
                        rev: number;
                        isSandbox: boolean;
                        /** @description False until the first-run wizard is through */
                        isOpen: boolean;
                        /** @description Those that there are words for */
                        languagesKnown: string[];
                        look: {
                            palette: string[];
                            light: {
                                /** @description `#rrggbb`, in lower case */
                                fill: string;
                                /** @description `#rrggbb`, in lower case */
                                text: string;
                                /** @description `#rrggbb`, in lower case */
                                soft: string;
                            };
                            dark: {
                                /** @description `#rrggbb`, in lower case */
                                fill: string;
                                /** @description `#rrggbb`, in lower case */
                                text: string;
                                /** @description `#rrggbb`, in lower case */
                                soft: string;
                            };
                        } | null;
                    };
                };
            };
        };
    };
    changeTown: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The rev that was seen */
                    rev: number;
                    name?: string;
                    timeZone?: string;
                    currency?: string;
                    languages?: string[];
                    /** @description BCP 47 */
                    defaultLanguage?: string;
                    accent?: string | null;
                    logo?: string | null;
                    /** @description A sentence, by language */
                    about?: {
                        [key: string]: string;
                    };
                    feesLink?: string;
                    contact?: string;
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
                        name: string;
                        /** @description IANA */
                        timeZone: string;
                        /** @description ISO 4217 */
                        currency: string;
                        /** @description Offered to visitors */
                        languages: string[];
                        /** @description For who understands none of them */
                        defaultLanguage: string;
                        accent: string | null;
                        logo: string | null;
                        about: {
                            [key: string]: string;
                        };
                        /** @description Where fees are explained; empty for none */
                        feesLink: string;
                        /** @description The operator’s e-mail address; empty for none */
                        contact: string;
                        /** @description Counts the changes; 0 before the first */
                        rev: number;
                        isSandbox: boolean;
                        /** @description False until the first-run wizard is through */
                        isOpen: boolean;
                        /** @description Those that there are words for */
                        languagesKnown: string[];
                        look: {
                            palette: string[];
                            light: {
                                /** @description `#rrggbb`, in lower case */
                                fill: string;
                                /** @description `#rrggbb`, in lower case */
                                text: string;
                                /** @description `#rrggbb`, in lower case */
                                soft: string;
                            };
                            dark: {
                                /** @description `#rrggbb`, in lower case */
                                fill: string;
                                /** @description `#rrggbb`, in lower case */
                                text: string;
                                /** @description `#rrggbb`, in lower case */
                                soft: string;
                            };
                        } | null;
                    };
                };
            };
        };
    };
    getFigures: {
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
                        /** Format: date-time */
                        madeAt: string;
                        /** @description The last day, by hour */
                        hours: {
                            /** Format: date-time */
                            at: string;
                            orders: number;
                        }[];
                        /** @description Of the last day */
                        orders: number;
                        /** @description Parties who took part in them */
                        people: number;
                        captured: {
                            currency: string;
                            amountMinor: number;
                        }[];
                        /** @description Orders that wait for a ruling or for the operator */
                        toDecide: number;
                        /** @description Orders that a refused timer left where they are */
                        stuck: number;
                        /** @description Jobs that have used up their attempts */
                        failedJobs: number;
                        version: string;
                        /** @description Whether some process writes the books */
                        hasWriter: boolean;
                        /** @description Commands that wait in this process */
                        waiting: number;
                        /** @description Position of the newest event */
                        newest: number;
                        /** @description Readers of the log, and by how many positions they are behind */
                        readers: {
                            name: string;
                            behind: number;
                        }[];
                    };
                };
            };
        };
    };
    tryLook: {
        parameters: {
            query: {
                /** @description `#rrggbb`, in lower case */
                accent: string;
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
                        /** @description White text on it reaches 4.5 : 1 (WCAG 2.2 AA) */
                        isReadable: boolean;
                        /** @description Of white text on it */
                        contrast: number;
                        /** @description `#rrggbb`, in lower case */
                        nearest: string;
                        look: {
                            palette: string[];
                            light: {
                                /** @description `#rrggbb`, in lower case */
                                fill: string;
                                /** @description `#rrggbb`, in lower case */
                                text: string;
                                /** @description `#rrggbb`, in lower case */
                                soft: string;
                            };
                            dark: {
                                /** @description `#rrggbb`, in lower case */
                                fill: string;
                                /** @description `#rrggbb`, in lower case */
                                text: string;
                                /** @description `#rrggbb`, in lower case */
                                soft: string;
                            };
                        };
                    };
                };
            };
        };
    };
    readSetup: {
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
                        /** @enum {unknown} */
                        step: "you" | "town" | "languages" | "look" | "fees" | "mail" | "provider" | "done";
                        done: ("you" | "town" | "languages" | "look" | "fees" | "mail" | "provider" | "done")[];
                        /** @description The operator can sign in again without the link */
                        hasAccount: boolean;
                        finishedAt: string | null;
                    };
                };
            };
        };
    };
    noteSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    step: "you" | "town" | "languages" | "look" | "fees" | "mail" | "provider" | "done";
                    done: ("you" | "town" | "languages" | "look" | "fees" | "mail" | "provider" | "done")[];
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
                        /** @enum {unknown} */
                        step: "you" | "town" | "languages" | "look" | "fees" | "mail" | "provider" | "done";
                        done: ("you" | "town" | "languages" | "look" | "fees" | "mail" | "provider" | "done")[];
                        /** @description The operator can sign in again without the link */
                        hasAccount: boolean;
                        finishedAt: string | null;
                    };
                };
            };
        };
    };
    finishSetup: {
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
                        /** @enum {unknown} */
                        step: "you" | "town" | "languages" | "look" | "fees" | "mail" | "provider" | "done";
                        done: ("you" | "town" | "languages" | "look" | "fees" | "mail" | "provider" | "done")[];
                        /** @description The operator can sign in again without the link */
                        hasAccount: boolean;
                        finishedAt: string | null;
                    };
                };
            };
        };
    };
    getTrust: {
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
                        town: string;
                        isSandbox: boolean;
                        /** Format: date-time */
                        madeAt: string;
                        isRight: boolean;
                        /** @description What must be true of the data at any moment, and whether it is */
                        holds: {
                            name: string;
                            isTrue: boolean;
                        }[];
                    };
                };
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
    listHeldMoney: {
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
                            orderId: string;
                            business: string;
                            state: string;
                            amountMinor: number;
                            currency: string;
                            /** @description How much, for what, until when */
                            words: {
                                en: string;
                                zh: string;
                            };
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
                            /** @description The limit on all debits of a period together */
                            period?: {
                                days: number;
                                limitMinor: number;
                                /** @description Town time, ms; null until the first debit */
                                startsAt: number | null;
                                /** @description Drawn since then */
                                spentMinor: number;
                            };
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
                    period?: {
                        days: number;
                        limitMinor: number;
                    };
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
                        /** @description The limit on all debits of a period together */
                        period?: {
                            days: number;
                            limitMinor: number;
                            /** @description Town time, ms; null until the first debit */
                            startsAt: number | null;
                            /** @description Drawn since then */
                            spentMinor: number;
                        };
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
                            /** @description What happened, in plain words */
                            words: {
                                en: string;
                                zh: string;
                            };
                            /** @description The same amount as decimal text */
                            amount: string;
                            /** @description The entry behind the line: what lost, `PURPOSE:PARTY`, `@NAME`, `pot:ORDER` */
                            debit: string;
                            /** @description What gained */
                            credit: string;
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
    exportStatement: {
        parameters: {
            query?: {
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
                content?: never;
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
    listWebhooks: {
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
                            /** @description An https address on the public internet */
                            url: string;
                            /** @description Types of events: `market.paid`, `market.*` or `*` */
                            types: string[];
                            /**
                             * @description `{ type, timestamp, data }`, or CloudEvents 1.0
                             * @enum {unknown}
                             */
                            format: "plain" | "cloudevents";
                            description: string;
                            /** Format: date-time */
                            createdAt: string;
                            isEnabled: boolean;
                            failingSince: string | null;
                            disabledAt: string | null;
                            /** @description Why it was disabled */
                            notice: string | null;
                        }[];
                    };
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An https address on the public internet */
                    url: string;
                    /** @description Types of events: `market.paid`, `market.*` or `*` */
                    types: string[];
                    /**
                     * @description `{ type, timestamp, data }`, or CloudEvents 1.0
                     * @enum {unknown}
                     */
                    format?: "plain" | "cloudevents";
                    description?: string;
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
                        id: string;
                        /** @description An https address on the public internet */
                        url: string;
                        /** @description Types of events: `market.paid`, `market.*` or `*` */
                        types: string[];
                        /**
                         * @description `{ type, timestamp, data }`, or CloudEvents 1.0
                         * @enum {unknown}
                         */
                        format: "plain" | "cloudevents";
                        description: string;
                        /** Format: date-time */
                        createdAt: string;
                        isEnabled: boolean;
                        failingSince: string | null;
                        disabledAt: string | null;
                        /** @description Why it was disabled */
                        notice: string | null;
                        /** @description `whsec_…`: verify signatures with it; shown once */
                        secret: string;
                    };
                };
            };
        };
    };
    getWebhook: {
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
                        /** @description An https address on the public internet */
                        url: string;
                        /** @description Types of events: `market.paid`, `market.*` or `*` */
                        types: string[];
                        /**
                         * @description `{ type, timestamp, data }`, or CloudEvents 1.0
                         * @enum {unknown}
                         */
                        format: "plain" | "cloudevents";
                        description: string;
                        /** Format: date-time */
                        createdAt: string;
                        isEnabled: boolean;
                        failingSince: string | null;
                        disabledAt: string | null;
                        /** @description Why it was disabled */
                        notice: string | null;
                    };
                };
            };
        };
    };
    putWebhook: {
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
                    /** @description An https address on the public internet */
                    url: string;
                    /** @description Types of events: `market.paid`, `market.*` or `*` */
                    types: string[];
                    /**
                     * @description `{ type, timestamp, data }`, or CloudEvents 1.0
                     * @enum {unknown}
                     */
                    format: "plain" | "cloudevents";
                    description: string;
                    isEnabled: boolean;
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
                        /** @description An https address on the public internet */
                        url: string;
                        /** @description Types of events: `market.paid`, `market.*` or `*` */
                        types: string[];
                        /**
                         * @description `{ type, timestamp, data }`, or CloudEvents 1.0
                         * @enum {unknown}
                         */
                        format: "plain" | "cloudevents";
                        description: string;
                        /** Format: date-time */
                        createdAt: string;
                        isEnabled: boolean;
                        failingSince: string | null;
                        disabledAt: string | null;
                        /** @description Why it was disabled */
                        notice: string | null;
                    };
                };
            };
        };
    };
    deleteWebhook: {
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
    listWebhookDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                state?: "pending" | "delivered" | "failed";
            };
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
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @description The `webhook-id` */
                            event: string;
                            type: string;
                            /** @enum {unknown} */
                            state: "pending" | "delivered" | "failed";
                            attempts: number;
                            /** Format: date-time */
                            createdAt: string;
                            nextAt: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                delivery: string;
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
                        /** @description The `webhook-id` */
                        event: string;
                        type: string;
                        /** @enum {unknown} */
                        state: "pending" | "delivered" | "failed";
                        attempts: number;
                        /** Format: date-time */
                        createdAt: string;
                        nextAt: string | null;
                        body: string;
                        log: {
                            number: number;
                            /** Format: date-time */
                            at: string;
                            /** @description null when there was no answer */
                            status: number | null;
                            durationMs: number;
                            error: string | null;
                            response: string;
                        }[];
                    };
                };
            };
        };
    };
    resendWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                    };
                };
            };
        };
    };
    resendWebhook: {
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
                    /** Format: date-time */
                    since: string;
                    /** @description Default true; false sends also what has been delivered */
                    isFailedOnly?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                    };
                };
            };
        };
    };
    secretWebhook: {
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
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description `whsec_…`: verify signatures with it; shown once */
                        secret: string;
                        /**
                         * Format: date-time
                         * @description Until then the secrets before sign as well
                         */
                        overlapUntil: string;
                    };
                };
            };
        };
    };
    testWebhook: {
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                    };
                };
            };
        };
    };
}

/** Problems that the API lists by name; those that manifests name come on top. */
export type ListedProblem =
  | 'account-exists'
  | 'account-refused'
  | 'address-book-full'
  | 'already-driven'
  | 'answered-already'
  | 'approval-needed'
  | 'backup-not-found'
  | 'backup-running'
  | 'bank-page-not-found'
  | 'body-too-large'
  | 'books-behind'
  | 'books-closed'
  | 'break-not-found'
  | 'business-not-found'
  | 'busy'
  | 'case-final'
  | 'case-open'
  | 'case-ruled'
  | 'case-withdrawn'
  | 'clock-forward-only'
  | 'command-invalid'
  | 'currency-in-use'
  | 'decision-not-found'
  | 'decision-not-recomputable'
  | 'decision-overridden'
  | 'decision-point-not-found'
  | 'document-not-found'
  | 'drives-unfit'
  | 'email-not-verified'
  | 'erasure-hindered'
  | 'event-type-invalid'
  | 'experiment-not-found'
  | 'experiment-not-running'
  | 'experiment-over'
  | 'experiment-started'
  | 'file-not-found'
  | 'file-refused'
  | 'flag-in-use'
  | 'flag-not-found'
  | 'guard-broken'
  | 'id-reused'
  | 'id-time'
  | 'idempotency-key-missing'
  | 'invalid-input'
  | 'invitation-used'
  | 'ladder-step-refused'
  | 'last-operator'
  | 'last-owner'
  | 'layer-full'
  | 'layer-of-other-units'
  | 'link-used'
  | 'mail-server-changed'
  | 'malformed-request'
  | 'month-not-over'
  | 'newcomers-changed'
  | 'no-menu'
  | 'no-sandbox'
  | 'not-allowed'
  | 'not-found'
  | 'not-reviewable'
  | 'not-signed-in'
  | 'nothing-to-roll-back'
  | 'nothing-to-withdraw'
  | 'offer-not-found'
  | 'only-persons'
  | 'order-not-found'
  | 'outcome-outside-window'
  | 'own-case'
  | 'party-not-found'
  | 'passkey-refused'
  | 'picture-too-large'
  | 'policy-not-found'
  | 'policy-not-learnt'
  | 'policy-unfit'
  | 'price-hint-not-found'
  | 'provider-away'
  | 'provider-keys-changed'
  | 'results-locked'
  | 'review-not-found'
  | 'review-settled'
  | 'settings-changed'
  | 'setup-finished'
  | 'sign-in-again'
  | 'sign-in-failed'
  | 'slug-taken'
  | 'synonyms-changed'
  | 'thing-unknown'
  | 'too-few-decisions'
  | 'too-many-cases'
  | 'too-many-flags'
  | 'too-many-keys'
  | 'too-many-requests'
  | 'too-many-webhooks'
  | 'training-not-found'
  | 'unanswered'
  | 'unavailable'
  | 'unsupported-media'
  | 'version-not-found'
  | 'webhook-address-refused'
  | 'webhook-disabled'
  | 'webhook-unreadable'
  | 'webhook-unsigned'
