'use server'

import { performSignIn, performSignOut } from '@/lib/actions/sign-in-action'

export const signInAction = performSignIn
export const signOutAction = performSignOut
