"""The roster of experts: who offers to be asked, by her own consent, and the messages that reach her by no address."""
