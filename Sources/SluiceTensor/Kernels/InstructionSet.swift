import CSluiceKernels
import Synchronization

/// The instruction sets that the kernels are compiled for.
public enum InstructionSet: Int, CaseIterable, Sendable {
  /// SSE2 on x86-64, NEON on arm64.
  case baseline
  /// AVX2 with fused multiply-add.
  case avx2
  /// AVX-512 (F, BW, DQ, VL).
  case avx512

  /// Those that this machine has, the widest last.
  public static let available = allCases.filter { $0.rawValue <= Int(sluice_instruction_set()) }

  /// The one whose kernels run; the widest of the machine unless a test or a benchmark says otherwise.
  ///
  /// Setting it while kernels run gives wrong results: layouts depend on it.
  public static var current: InstructionSet {
    get { InstructionSet(rawValue: chosen.load(ordering: .relaxed)) ?? .baseline }
    set {
      precondition(available.contains(newValue), "InstructionSet: this machine has no \(newValue)")
      chosen.store(newValue.rawValue, ordering: .relaxed)
    }
  }

  private static let chosen = Atomic<Int>(Int(sluice_instruction_set()))

  /// The table of its kernels.
  var kernels: UnsafePointer<sluice_kernels> { sluice_kernels(Int32(rawValue)) }
}
