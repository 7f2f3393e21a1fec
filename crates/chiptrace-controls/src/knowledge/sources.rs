//! Every record file, compiled in. A test holds this list against the folder.

use crate::law::Source;

macro_rules! embed {
    ($($path:literal),* $(,)?) => {
        &[$(Source { path: $path, text: include_str!(concat!("../../../../data/", $path)) }),*]
    };
}

/// The record files, by their paths under `data/`.
pub const EMBEDDED: &[Source<'static>] = embed![
    "chips/amd.toml",
    "chips/architectures.toml",
    "chips/aws.toml",
    "chips/google.toml",
    "chips/huawei.toml",
    "chips/intel.toml",
    "chips/nvidia-consumer.toml",
    "chips/nvidia-datacentre.toml",
    "chips/nvidia-embedded.toml",
    "chips/nvidia-workstation.toml",
    "chips/other-china.toml",
    "chips/other-us.toml",
    "law/red-flags.toml",
    "law/us-ear/advanced-computing.toml",
    "law/us-ear/classification.toml",
    "law/us-ear/destinations.toml",
    "law/us-ear/end-users.toml",
    "law/us-ear/exceptions.toml",
    "law/us-ear/general-prohibition-10.toml",
    "law/us-ear/letters.toml",
    "law/us-ear/policy.toml",
    "lists/entity-list.toml",
    "lists/military-end-user-list.toml",
    "lists/ns-cmic-list.toml",
    "lists/supplement-8.toml",
    "lists/unverified-list.toml",
    "memory/hbm.toml",
    "places/countries.toml",
    "places/ear-country-groups.toml",
];
