"""Trajectories of optimizers, learning rates of schedules, losses with their gradients."""
import torch

import golden

SHAPES = [(2, 2), (3,)]
STEPS = 24
EPOCHS = 40

OPTIMIZERS = {
    "SGD": (torch.optim.SGD, [
        {},
        {"weight_decay": 0.05},
        {"momentum": 0.9},
        {"momentum": 0.9, "dampening": 0.3, "weight_decay": 0.01},
        {"momentum": 0.8, "weight_decay": 0.02, "nesterov": True},
    ]),
    "Adam": (torch.optim.Adam, [
        {},
        {"weight_decay": 0.1},
        {"betas": (0.8, 0.95), "eps": 0.01},
        {"betas": (0.0, 0.5), "eps": 1e-4, "weight_decay": 0.01},
    ]),
    "AdamW": (torch.optim.AdamW, [
        {"weight_decay": 0.0},
        {"weight_decay": 0.3},
        {"betas": (0.7, 0.99), "eps": 1e-3, "weight_decay": 0.01},
    ]),
}

SCHEDULES = [
    ("StepLR", torch.optim.lr_scheduler.StepLR, {"step_size": 1, "gamma": 0.9}),
    ("StepLR", torch.optim.lr_scheduler.StepLR, {"step_size": 7, "gamma": 0.3}),
    ("MultiStepLR", torch.optim.lr_scheduler.MultiStepLR, {"milestones": [1, 2, 17, 30], "gamma": 0.2}),
    ("CosineAnnealingLR", torch.optim.lr_scheduler.CosineAnnealingLR, {"T_max": 40, "eta_min": 0.0}),
    ("CosineAnnealingLR", torch.optim.lr_scheduler.CosineAnnealingLR, {"T_max": 10, "eta_min": 0.0}),
    ("CosineAnnealingLR", torch.optim.lr_scheduler.CosineAnnealingLR, {"T_max": 7, "eta_min": 1e-4}),
    ("CosineAnnealingLR", torch.optim.lr_scheduler.CosineAnnealingLR, {"T_max": 1, "eta_min": 1e-3}),
]


def flat(tensors):
    return [float(value) for tensor in tensors for value in tensor.detach().flatten()]


def gradients():
    """Of every size, from far below eps to far above, with a zero and changing signs."""
    torch.manual_seed(1)
    sizes = [torch.tensor([[1.0, 1e-3], [1e-9, 10.0]]), torch.tensor([0.0, 1e-6, 0.1])]
    return [[size * torch.randn(size.shape) for size in sizes] for _ in range(STEPS)]


def trajectories():
    torch.manual_seed(2)
    initial = [torch.randn(shape) for shape in SHAPES]
    steps = gradients()
    cases = []
    for name, (make, settings) in OPTIMIZERS.items():
        for setting in settings:
            parameters = [value.clone().requires_grad_() for value in initial]
            optimizer = make(parameters, lr=0.5, **setting)
            values = []
            for i, step in enumerate(steps):
                optimizer.param_groups[0]["lr"] = 0.02 / (i + 1)
                for parameter, gradient in zip(parameters, step):
                    parameter.grad = gradient.clone()
                optimizer.step()
                values.append(flat(parameters))
            cases.append({"name": name, **setting, "values": values})
    return {
        "shapes": SHAPES,
        "initial": flat(initial),
        "learningRates": [0.02 / (i + 1) for i in range(STEPS)],
        "gradients": [flat(step) for step in steps],
        "cases": cases,
    }


def schedules():
    cases = []
    for name, make, setting in SCHEDULES:
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.03)
        schedule = make(optimizer, **setting)
        rates = []
        for _ in range(EPOCHS):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        cases.append({"name": name, **setting, "rates": rates})
    return {"base": 0.03, "cases": cases}


def losses():
    torch.manual_seed(3)
    logits = torch.randn(6, 5) * torch.tensor([[0.0], [1.0], [1.0], [10.0], [1000.0], [1e-3]])
    labels = torch.tensor([0, 4, 2, 1, 3, 3])
    cases = []
    for name, loss, values in [
        ("CrossEntropyLoss", torch.nn.CrossEntropyLoss(), logits),
        ("NLLLoss", torch.nn.NLLLoss(), torch.log_softmax(logits, 1)),
        ("CrossEntropyLoss", torch.nn.CrossEntropyLoss(), logits[:1]),
    ]:
        outputs = values.clone().requires_grad_()
        result = loss(outputs, labels[: len(outputs)])
        result.backward()
        cases.append({
            "name": name,
            "images": len(outputs),
            "outputs": flat([outputs]),
            "labels": labels[: len(outputs)].tolist(),
            "loss": float(result),
            "gradient": flat([outputs.grad]),
        })
    return cases


MORE_OPTIMIZERS = [
    ("RMSprop", torch.optim.RMSprop, {}),
    ("RMSprop", torch.optim.RMSprop, {"alpha": 0.9, "eps": 1e-3, "weight_decay": 0.05}),
    ("RMSprop", torch.optim.RMSprop, {"momentum": 0.8, "centered": True, "eps": 1e-2}),
    ("RMSprop", torch.optim.RMSprop, {"momentum": 0.9, "weight_decay": 0.01}),
    ("Adagrad", torch.optim.Adagrad, {}),
    ("Adagrad", torch.optim.Adagrad, {"lr_decay": 0.1, "weight_decay": 0.05}),
    ("Adagrad", torch.optim.Adagrad, {"initial_accumulator_value": 0.2, "eps": 1e-2}),
    ("SGD", torch.optim.SGD, {"momentum": 0.8, "weight_decay": 0.02, "nesterov": True}),
    ("Adam", torch.optim.Adam, {"weight_decay": 0.01}),
    ("AdamW", torch.optim.AdamW, {"weight_decay": 0.3}),
]
MORE_STEPS = 60


def more_trajectories():
    torch.manual_seed(4)
    initial = torch.randn(6)
    sizes = torch.tensor([1.0, 1e-3, 10.0, 0.1, 1e-2, 0.0])
    steps = [sizes * torch.randn(6) for _ in range(MORE_STEPS)]
    cases = []
    for name, make_one, setting in MORE_OPTIMIZERS:
        parameter = initial.clone().requires_grad_()
        optimizer = make_one([parameter], lr=0.02, **setting)
        values = []
        for step in steps:
            parameter.grad = step.clone()
            optimizer.step()
            values.append(flat([parameter]))
        cases.append({"name": name, **setting, "values": values})
    return {"initial": flat([initial]), "learningRate": 0.02, "gradients": [flat([step]) for step in steps], "cases": cases}


def more_schedules():
    lr = torch.optim.lr_scheduler
    makers = [
        ("StepLR", {"step_size": 7, "gamma": 0.3}),
        ("MultiStepLR", {"milestones": [1, 17, 50], "gamma": 0.2}),
        ("CosineAnnealingLR", {"T_max": 9, "eta_min": 1e-4}),
        ("ExponentialLR", {"gamma": 0.93}),
        ("LinearLR", {}),
        ("LinearLR", {"start_factor": 0.1, "end_factor": 0.7, "total_iters": 20}),
        ("CosineAnnealingWarmRestarts", {"T_0": 7}),
        ("CosineAnnealingWarmRestarts", {"T_0": 5, "T_mult": 2, "eta_min": 1e-3}),
        ("OneCycleLR", {"max_lr": 0.4, "total_steps": 60, "cycle_momentum": False}),
        ("OneCycleLR", {"max_lr": 0.4, "total_steps": 71, "pct_start": 0.21, "anneal_strategy": "linear",
                        "div_factor": 10.0, "final_div_factor": 50.0, "three_phase": True, "cycle_momentum": False}),
        ("ReduceLROnPlateau", {"patience": 2}),
        ("ReduceLROnPlateau", {"mode": "max", "factor": 0.5, "patience": 1, "threshold": 0.01,
                               "threshold_mode": "abs", "cooldown": 3, "min_lr": 1e-3}),
        ("ReduceLROnPlateau", {"mode": "max", "factor": 0.9, "patience": 0, "eps": 1e-3}),
    ]
    torch.manual_seed(5)
    losses_seen = [float(value) for value in 1 / torch.arange(1.0, 61.0) ** 0.3 + 0.1 * torch.rand(60)]
    accuracies = [1 - value / 2 for value in losses_seen]
    cases = []
    for name, setting in makers:
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.03)
        schedule = getattr(lr, name)(optimizer, **setting)
        cases.append({"name": name, **setting, "rates": rates(optimizer, schedule, setting, losses_seen, accuracies)})
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.03)
    parts = [lr.LinearLR(optimizer, start_factor=0.1, total_iters=4), lr.CosineAnnealingLR(optimizer, T_max=30),
             lr.ExponentialLR(optimizer, gamma=0.9)]
    schedule = lr.SequentialLR(optimizer, parts, milestones=[5, 33])
    cases.append({"name": "SequentialLR", "rates": rates(optimizer, schedule, {}, losses_seen, accuracies)})
    return {"base": 0.03, "losses": losses_seen, "accuracies": accuracies, "cases": cases}


def rates(optimizer, schedule, setting, losses_seen, accuracies):
    found = []
    for loss, accuracy in zip(losses_seen, accuracies):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if isinstance(schedule, torch.optim.lr_scheduler.ReduceLROnPlateau):
            schedule.step(accuracy if setting.get("mode") == "max" else loss)
        else:
            schedule.step()
    return found


def more_losses():
    """60 plain gradient steps on the logits themselves."""
    torch.manual_seed(6)
    logits = torch.randn(6, 5) * 3
    labels = torch.tensor([0, 4, 2, 1, 3, 3])
    weight = torch.tensor([0.5, 1.0, 2.0, 0.25, 3.0])
    cases = []
    for name, setting in [
        ("CrossEntropyLoss", {}),
        ("CrossEntropyLoss", {"weight": weight}),
        ("CrossEntropyLoss", {"label_smoothing": 0.1}),
        ("CrossEntropyLoss", {"label_smoothing": 0.3, "weight": weight}),
        ("NLLLoss", {}),
        ("NLLLoss", {"weight": weight}),
    ]:
        loss = getattr(torch.nn, name)(**setting)
        outputs = logits.clone()
        values = []
        for _ in range(MORE_STEPS):
            outputs = outputs.detach().requires_grad_()
            result = loss(torch.log_softmax(outputs, 1) if name == "NLLLoss" else outputs, labels)
            result.backward()
            outputs = outputs - outputs.grad
            values.append(float(result))
        setting = {key: flat([value]) if key == "weight" else value for key, value in setting.items()}
        cases.append({"name": name, **setting, "losses": values, "outputs": flat([outputs])})
    return {"logits": flat([logits]), "labels": labels.tolist(), "cases": cases}


def one_cycles():
    """OneCycleLR that cycles the momentum, and where its steps take the parameters."""
    torch.manual_seed(8)
    initial = torch.randn(12)
    steps = [torch.randn(12) for _ in range(MORE_STEPS)]
    cases = []
    for setting in [
        {"max_lr": 0.05, "total_steps": 60},
        {"max_lr": 0.05, "total_steps": 71, "pct_start": 0.21, "anneal_strategy": "linear", "three_phase": True,
         "base_momentum": 0.6, "max_momentum": 0.9},
    ]:
        for name, make_one, params in [
            ("SGD", torch.optim.SGD, {"lr": 0.1}),
            ("SGD", torch.optim.SGD, {"lr": 0.1, "momentum": 0.5, "nesterov": True, "weight_decay": 0.01}),
            ("Adam", torch.optim.Adam, {"lr": 0.1}),
            ("AdamW", torch.optim.AdamW, {"lr": 0.1, "weight_decay": 0.1}),
            ("RMSprop", torch.optim.RMSprop, {"lr": 0.1}),
        ]:
            parameter = initial.clone().requires_grad_()
            optimizer = make_one([parameter], **params)
            schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, **setting)
            group, momenta, values = optimizer.param_groups[0], [], []
            for step in steps:
                momenta.append(group["betas"][0] if "betas" in group else group["momentum"])
                parameter.grad = step.clone()
                optimizer.step()
                schedule.step()
                values.append(flat([parameter]))
            cases.append({"name": name, "schedule": setting, "optimizer": params, "momenta": momenta, "values": values})
    return {"initial": flat([initial]), "gradients": [flat([step]) for step in steps], "cases": cases}


def more():
    return {"trajectories": more_trajectories(), "schedules": more_schedules(), "losses": more_losses()}


def make(folder):
    content = {"trajectories": trajectories(), "schedules": schedules(), "losses": losses()}
    golden.write(folder / "optimization-more.json", more())
    golden.write(folder / "one-cycle.json", one_cycles())
    golden.write(folder / "optimization.json", content)
