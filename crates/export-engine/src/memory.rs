//! What is in this program's memory stays there.

/// Keeps the system from writing this program's memory to the disk when it crashes: a password may be in it.
///
/// To be called first in a program. Where there is no such thing, or it can't be had, nothing happens.
pub fn forbid_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            ..getrlimit(Resource::Core)
        };
        let _ = setrlimit(Resource::Core, none);
    }
}
